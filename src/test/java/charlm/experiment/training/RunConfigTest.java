package charlm.experiment.training;

import static charlm.experiment.training.TrainingFixture.EPOCHS;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import charlm.train.StopRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that is missing lets a run go on as another one; a name that is new changes the ids of all runs. */
final class RunConfigTest {
    private static final long SEED = 7;
    private static final String MODEL =
            "task variant vocab_size block_size num_layers num_heads embed_dim bottleneck_dim";
    private static final String MACHINE =
            "engine precision threads engine_version charlm_version java_version parameter_layout";
    /** What depends on the files or on the machine. */
    private static final String VARYING = "vocab_size|\\w+_sha256|(engine|java)_version|parameter_layout";

    @TempDir
    private Path folder;

    private TrainingFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = TrainingFixture.in(folder, Variant.PERCEIVER).on(EngineChoice.ND4J, Precision.FP32);
    }

    private static RunConfig resolved(TrainingRequest request) {
        TrainingPlan plan = TrainingPlan.of(request);
        TrainingSettings settings = request.settings();
        try (Engine engine = request.engine().open()) {
            return RunConfig.of(request, plan.inputs().model(engine, settings.dropout(), settings.seed()));
        }
    }

    private static RunConfig pretraining(TrainingFixture fixture) {
        return resolved(fixture.request("x", STARTING, fixture.settings(Task.PRETRAIN, SEED, EPOCHS)));
    }

    private void train(String output, long seed) {
        fixture.run(output, STARTING, seed, 1).run(new StopRequest());
    }

    private RunConfig finetuning(String start) {
        return resolved(fixture.finetuning(start, fixture.settings(Task.FINETUNE, SEED, EPOCHS)));
    }

    private void prepareFinetuning() {
        train("start", 1);
        fixture.write("questions.tsv", "the line\tone");
        fixture.write("dev.tsv", "a line\tone");
    }

    private static String names(RunConfig config) {
        return String.join(" ", config.values().keySet());
    }

    @Test
    void thisIsWhatPretrainingByTheReferenceDependsOn() {
        assertEquals(
                MODEL + " max_epochs max_steps batch_size learning_rate weight_decay dropout seed corpus_sha256 "
                        + MACHINE,
                names(pretraining(fixture)));
    }

    @Test
    void thisIsWhatPretrainingByTheBestRecipeDependsOn() {
        assertEquals(
                MODEL + " max_epochs max_steps batch_size learning_rate optimizer weight_decay dropout"
                        + " views order warmup_steps final_rate seed corpus_sha256 " + MACHINE,
                names(pretraining(fixture.by(Recipe.BEST))));
    }

    @Test
    void thisIsWhatFinetuningWithDevQuestionsDependsOn() {
        prepareFinetuning();
        assertEquals(
                MODEL + " max_epochs max_steps batch_size learning_rate weight_decay dropout seed"
                        + " corpus_sha256 questions_sha256 start_sha256 dev_sha256 eval_every patience " + MACHINE,
                names(finetuning("start")));
    }

    @Test
    void eachValueIsTheRunsOwn() {
        assertEquals(
                List.of(
                        "task=pretrain",
                        "variant=perceiver",
                        "block_size=24",
                        "num_layers=2",
                        "num_heads=2",
                        "embed_dim=16",
                        "bottleneck_dim=6",
                        "max_epochs=2",
                        "max_steps=0",
                        "batch_size=2",
                        "learning_rate=0.01",
                        "optimizer=muon",
                        "weight_decay=0.1",
                        "dropout=0.1",
                        "views=window=5,cue=5",
                        "order=shuffled",
                        "warmup_steps=200",
                        "final_rate=0.02",
                        "seed=7",
                        "engine=nd4j",
                        "precision=fp32",
                        "threads=1",
                        "charlm_version=test"),
                pretraining(fixture.by(Recipe.BEST)).values().entrySet().stream()
                        .filter(entry -> !entry.getKey().matches(VARYING))
                        .map(Map.Entry::toString)
                        .toList());
        assertEquals(
                System.getProperty("java.version"),
                pretraining(fixture).values().get("java_version"));
    }

    @Test
    void whenAndHowLongDevQuestionsAreAskedIsPartOfARun() {
        prepareFinetuning();
        Map<String, String> values = finetuning("start").values();
        assertEquals("1 steps", values.get("eval_every"));
        assertEquals("3", values.get("patience"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus.txt", "questions.tsv", "dev.tsv"})
    void aFileWithOtherContentsIsTold(String file) {
        prepareFinetuning();
        Map<String, String> then = finetuning("start").values();
        String text = new String(fixture.bytes(file), StandardCharsets.UTF_8);
        fixture.write(file, text + "\n" + text);
        String name = file.substring(0, file.indexOf('.')) + "_sha256";
        assertChanged(name, finetuning("start").changesSince(then));
    }

    @Test
    void otherParametersToStartFromAreTold() {
        prepareFinetuning();
        train("other", 2);
        assertChanged(
                "start_sha256",
                finetuning("other").changesSince(finetuning("start").values()));
    }

    private static void assertChanged(String name, List<String> changes) {
        assertEquals(1, changes.size(), changes::toString);
        assertTrue(changes.get(0).startsWith("  " + name + " "), changes.get(0));
    }
}
