package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.experiment.ExitCode;
import charlm.experiment.Recipe;
import charlm.experiment.Task;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --recipe} and what overrides it. */
final class RecipeCommandTest {
    private static final String PRETRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-epochs 2" + CliHarness.TINY + " ";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void prepare() {
        charlm = new CliHarness(folder);
    }

    private Map<String, String> facts(String flags) {
        charlm.run(PRETRAIN + flags);
        return Checkpoint.read(folder.resolve("x")).training();
    }

    @Test
    void whatIsNotTypedComesFromTheRecipe() {
        Map<String, String> facts = facts("--recipe best");
        assertEquals("best", facts.get("recipe"));
        assertEquals("muon", facts.get("optimizer"));
        assertEquals(String.valueOf(Recipe.BEST.learningRate(Task.PRETRAIN)), facts.get("learning_rate"));
        assertEquals(String.valueOf(Recipe.BEST.dropout()), facts.get("dropout"));
    }

    @Test
    void withoutTheFlagARunIsTheReferences() {
        Map<String, String> facts = facts("");
        assertEquals("reference", facts.get("recipe"));
        assertEquals("adamw", facts.get("optimizer"));
        assertEquals("0.006", facts.get("learning_rate"));
        assertEquals("0.1", facts.get("dropout"));
        assertEquals("0.1", facts.get("weight_decay"));
    }

    @Test
    void whatIsTypedOverridesTheRecipe() {
        Map<String, String> facts =
                facts("--recipe best --optimizer adamw --pretrain_lr 0.004 --dropout 0.25 --weight-decay 0.5");
        assertEquals("adamw", facts.get("optimizer"));
        assertEquals("0.004", facts.get("learning_rate"));
        assertEquals("0.25", facts.get("dropout"));
        assertEquals("0.5", facts.get("weight_decay"));
    }

    @Test
    void aTypedMixOfViewsIsWhatIsTrainedOn() {
        assertFalse(facts("--views window=1")
                .get("last_loss")
                .equals(facts("--views cue=1").get("last_loss")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--recipe worst|worst",
                "--views songs=1|songs=1",
                "--optimizer adam|one of [ADAMW, MUON]",
                "--warmup-steps -1|--warmup-steps must not be negative, got -1",
                "--final-rate 2|--final-rate must lie in [0, 1], got 2.0",
            })
    void whatIsNoRecipeIsRefused(String flags, String problem) {
        String message = charlm.fail(ExitCode.USAGE, PRETRAIN + flags);
        assertTrue(message.contains(problem), message);
    }

    @Test
    void questionsHaveNoViews() {
        String message = charlm.fail(
                ExitCode.USAGE,
                "finetune vanilla @corpus.txt --writing_params_path @x --finetune_corpus_path @questions.tsv --views"
                        + " cue=1");
        assertTrue(message.contains("--views is for pretraining"), message);
    }
}
