package charlm.experiment.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Corpus;
import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.eval.Generator;
import charlm.eval.PlaceEvaluator;
import charlm.golden.WatchedEngine;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.train.MemoryEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate is held to what asking the dev questions allocates. */
final class DevMemoryTest {
    private static final String QUESTION = "In which town was Ann Bocy born?\tRome\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "VANILLA, 80, 4, 8, 64, 0, 128, 1",
        "VANILLA, 128, 2, 2, 32, 0, 3, 2",
        "VANILLA, 96, 3, 4, 64, 0, 300, 1",
        "VANILLA, 96, 3, 4, 64, 0, 300, 2",
        "VANILLA, 48, 2, 4, 96, 0, 20, 2",
        "PERCEIVER, 48, 3, 4, 64, 16, 130, 1",
        "VANILLA, 128, 12, 4, 96, 0, 128, 1",
        "PERCEIVER, 80, 4, 4, 64, 24, 256, 2",
        "PERCEIVER, 128, 3, 2, 96, 8, 40, 1",
    })
    void anEvaluationTakesAboutWhatWasEstimated(
            Variant variant, int block, int layers, int heads, int width, int latents, int count, int workers)
            throws IOException {
        QuestionFile questions =
                QuestionFile.read(Files.writeString(folder.resolve("dev.tsv"), QUESTION.repeat(count)));
        Vocabulary vocabulary = Vocabulary.of(Corpus.read(Files.writeString(folder.resolve("corpus.txt"), QUESTION)));
        ModelConfig config = new ModelConfig(variant, vocabulary.size(), block, layers, heads, width, latents);
        AtomicLong elements = new AtomicLong();
        try (Engine training = Engines.open(EngineChoice.AUTO, 1);
                Engine engine = Engines.open(EngineChoice.AUTO, workers)) {
            LanguageModel trained = LanguageModel.create(config, training, 0);
            trained.parameters().initialize(1);
            new PlaceEvaluator(trained.replica(WatchedEngine.allocatingWithWorkers(engine, elements)), vocabulary)
                    .evaluate(questions);
        }
        long allocated = elements.get() * Float.BYTES * Generator.workers(workers, count);
        double ratio = (double) DevMemory.bytes(config, questions, workers) / allocated;
        assertTrue(ratio > 0.9 && ratio < 1.5, "estimated " + ratio + " times what was allocated");
    }

    @Test
    void evaluatingOnTheWayIsPartOfWhatARunTakes() {
        ModelConfig config = new ModelConfig(Variant.VANILLA, 200, 64, 2, 2, 64, 0);
        MemoryEstimate training = MemoryEstimate.of(config, 8, 1, false);
        assertEquals(training.totalBytes() + 7, training.withEvaluation(7).totalBytes());
    }
}
