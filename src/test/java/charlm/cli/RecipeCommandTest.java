package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.experiment.ExitCode;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --recipe} and what overrides it. */
final class RecipeCommandTest {
    private static final String PRETRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-epochs 2" + CliHarness.TINY + " ";

    private static final Set<String> NUMBERS = Set.of(
            "max_epochs",
            "batch_size",
            "learning_rate",
            "optimizer",
            "weight_decay",
            "dropout",
            "views",
            "order",
            "warmup_steps",
            "final_rate");

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
        assertEquals(
                String.valueOf(
                        Recipe.BEST.settings(Task.PRETRAIN, true).optimizer().learningRate()),
                facts.get("learning_rate"));
        assertEquals(String.valueOf(Recipe.BEST.settings(Task.PRETRAIN, true).dropout()), facts.get("dropout"));
    }

    /** The table of docs/recipe.md. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pretrain | max_epochs 650, batch_size 128, learning_rate 0.006, optimizer adamw, weight_decay 0.1,"
                        + " dropout 0.1, views none, order file",
                "pretrain --recipe best | max_epochs 200, batch_size 64, learning_rate 0.004, optimizer muon,"
                        + " weight_decay 0.1, dropout 0.0, views window=5,cue=5, order shuffled, warmup_steps 200,"
                        + " final_rate 0.02",
                "finetune --finetune_corpus_path @questions.tsv | max_epochs 75, batch_size 256, learning_rate 6.0E-4,"
                        + " optimizer adamw, weight_decay 0.1, dropout 0.1, views none, order file",
                "finetune --finetune_corpus_path @questions.tsv --reading_params_path @start | max_epochs 10,"
                        + " batch_size 256, learning_rate 6.0E-4, optimizer adamw, weight_decay 0.1, dropout 0.1, views"
                        + " none, order file",
                "finetune --finetune_corpus_path @questions.tsv --reading_params_path @start --recipe best |"
                        + " max_epochs 4, batch_size 32, learning_rate 5.0E-5, optimizer adamw, weight_decay 0.1, dropout"
                        + " 0.0, views none, order shuffled, warmup_steps 0, final_rate 0.0",
                "finetune --finetune_corpus_path @questions.tsv --recipe best | max_epochs 75, batch_size 32,"
                        + " learning_rate 5.0E-5, optimizer adamw, weight_decay 0.1, dropout 0.0, views none, order"
                        + " shuffled, warmup_steps 0, final_rate 0.0",
            })
    void eachRecipeHasItsNumbers(String command, String numbers) {
        String files = " vanilla @corpus.txt --dry-run --writing_params_path ";
        charlm.succeed("pretrain vanilla @corpus.txt --max-steps 1 --writing_params_path @start" + CliHarness.TINY);
        String told = charlm.succeed(command + files + "@x" + CliHarness.TINY);
        assertEquals(
                numbers,
                told.lines()
                        .map(line -> line.split(" +", 2))
                        .filter(words -> NUMBERS.contains(words[0]))
                        .map(words -> words[0] + " " + words[1])
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void theHelpHasTheValuesOfBothRecipes() {
        String pretrain = charlm.succeed("pretrain --help");
        assertTrue(pretrain.contains("  grad_clip      1.0           1.0"), pretrain);
        assertTrue(pretrain.contains("  learning_rate  0.006         0.004"), pretrain);
        assertTrue(pretrain.contains("  views          none          window=5,cue=5"), pretrain);
        String finetune = charlm.succeed("finetune --help");
        assertTrue(finetune.contains("  batch_size     256           32"), finetune);
        assertTrue(finetune.contains("  final_rate     -             0.0"), finetune);
    }

    @Test
    void aPerceiverOfFewerLatentsThanAViewIsLongIsShownTheShortestViews() {
        String perceiver = PRETRAIN.replace("vanilla", "perceiver");
        charlm.succeed(perceiver + "--recipe best --bottleneck_dim 1");
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
    void aLimitOfTheGradientsNormOtherThanTheReferencesChangesTheRunAndIsRecorded() throws IOException {
        String reference = facts("--max-steps 3").get("last_loss");
        assertFalse(manifest().contains("grad_clip"), manifest());
        assertEquals(reference, facts("--max-steps 3 --grad-clip 1").get("last_loss"));
        assertFalse(manifest().contains("grad_clip"), manifest());
        assertNotEquals(reference, facts("--max-steps 3 --grad_clip 0.01").get("last_loss"));
        assertTrue(manifest().contains("\"grad_clip\""), manifest());
        String unclipped = facts("--max-steps 3 --grad-clip 0").get("last_loss");
        assertNotEquals(reference, unclipped);
        assertEquals(unclipped, facts("--max-steps 3 --grad-clip 1000").get("last_loss"));
        assertTrue(charlm.succeed(PRETRAIN + "--dry-run").contains("grad_clip          1.0"));
    }

    private String manifest() throws IOException {
        return Files.readString(folder.resolve("x.run.json"));
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
                "--optimizer adam|--optimizer must be adamw or muon, got 'adam'",
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
