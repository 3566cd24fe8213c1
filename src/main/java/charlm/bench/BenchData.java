package charlm.bench;

import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.Task;
import charlm.experiment.demo.DemoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The corpus, the data sets and the questions. The demo's files lie in a folder that {@link #close} removes. */
final class BenchData implements AutoCloseable {
    private final Optional<Path> temporary;
    private final BenchFiles files;
    private final Corpus corpus;
    private final Vocabulary vocabulary;

    /** Reads the corpus of {@code folder}, or of the demo when there is none. */
    BenchData(Optional<Path> folder) {
        temporary = folder.isPresent() ? Optional.empty() : Optional.of(writeDemo());
        files = folder.map(BenchFiles::real).orElseGet(() -> BenchFiles.demo(temporary.orElseThrow()));
        corpus = Corpus.read(files.corpus());
        vocabulary = Vocabulary.of(corpus);
    }

    private static Path writeDemo() {
        try {
            Path folder = Files.createTempDirectory("charlm-bench");
            DemoFolder.fill(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Corpus corpus() {
        return corpus;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    Dataset dataset(Task task, int blockSize, long seed) {
        DatasetConfig config = task == Task.PRETRAIN
                ? DatasetConfig.pretraining(Optional.empty(), seed)
                : DatasetConfig.finetuning(files.train(), false);
        return config.open(corpus, vocabulary, blockSize);
    }

    QuestionFile questions() {
        return QuestionFile.read(files.dev());
    }

    @Override
    public void close() {
        temporary.ifPresent(folder -> {
            try {
                for (Path file : List.of(files.corpus(), files.train(), files.dev(), folder)) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
