package charlm.experiment.training;

import static charlm.experiment.training.TrainingFixture.EPOCHS;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.data.Batch;
import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.NamePlaceDataset;
import charlm.data.ShuffledDataset;
import charlm.data.SpanCorruptionDataset;
import charlm.data.augmentation.AugmentationMix;
import charlm.data.augmentation.AugmentedDataset;
import charlm.experiment.Inputs;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import charlm.nn.Variant;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.OptimizerKind;
import charlm.train.RunLength;
import charlm.train.StepCosine;
import charlm.train.StopRequest;
import charlm.train.TokenCosine;
import charlm.train.TrainingConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request asks for is what is trained on, and how. */
final class TrainingPlanTest {
    private static final String CORPUS =
            "Ann. Ann was born in Rome\nBo. Bo died in Oslo\n\nCy. Cy saw Bo in Rome\nEd. In 1903 Ed was in Ulm";
    private static final int DOCUMENTS = 5;
    private static final int BLOCK_SIZE = 24;
    private static final int BATCH_SIZE = 2;
    private static final int SEED = 7;
    private static final int EPOCHS_COMPARED = 4;
    private static final TokenCosine FOR_THE_CORPUS = new TokenCosine(10_240, 200 * DOCUMENTS * BLOCK_SIZE);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        fixture(Variant.VANILLA, Recipe.REFERENCE).write("corpus.txt", CORPUS);
    }

    private TrainingFixture fixture(Variant variant, Recipe recipe) {
        return TrainingFixture.in(folder, variant).by(recipe);
    }

    private TrainingPlan plan(Variant variant, Recipe recipe) {
        return plan(variant, recipe, EPOCHS, 0);
    }

    private TrainingPlan plan(Variant variant, Recipe recipe, int epochs, long maxSteps) {
        TrainingFixture fixture = fixture(variant, recipe);
        TrainingSettings whole = fixture.settings(Task.PRETRAIN, SEED, epochs);
        TrainingSettings settings = whole.withLength(new RunLength(epochs, maxSteps))
                .withData(new TrainingSettings.Data(
                        BATCH_SIZE, whole.data().augmentation(), whole.data().shuffled(), false));
        return TrainingPlan.of(fixture.request("x", STARTING, settings));
    }

    private TrainingPlan finetuning(Recipe recipe) {
        TrainingFixture fixture = fixture(Variant.VANILLA, recipe);
        fixture.run("start", STARTING, 1, 1).run(new StopRequest());
        fixture.write("questions.tsv", "Ann\tRome\nBo\tOslo\nCy\tRome\nEd\tUlm\nIn\tUlm\n");
        fixture.write("dev.tsv", "was Ann\tRome\n");
        return TrainingPlan.of(fixture.finetuning("start", fixture.settings(Task.FINETUNE, SEED, EPOCHS)));
    }

    @Test
    void theReferencesRateFollowsTheTokensOf200PassesOverTheCorpus() {
        assertEquals(
                new TrainingConfig(
                        new RunLength(EPOCHS, 0),
                        new OptimizerConfig(OptimizerKind.ADAMW, 0.01, 0.1, 1),
                        FOR_THE_CORPUS,
                        SEED,
                        NonFinite.STOP),
                plan(Variant.VANILLA, Recipe.REFERENCE).config());
    }

    @Test
    void soItDoesWhenFinetuningWhateverTheNumberOfQuestions() {
        assertEquals(FOR_THE_CORPUS, finetuning(Recipe.REFERENCE).config().schedule());
    }

    @ParameterizedTest
    @CsvSource({"100, 0, 200, 300", "100, 250, 200, 250", "2, 0, 6, 6"})
    void theBestRecipesRateFallsUntilTheLastStep(int epochs, int maxSteps, int warmupSteps, int steps) {
        assertEquals(
                new StepCosine(warmupSteps, steps, 0.02),
                plan(Variant.VANILLA, Recipe.BEST, epochs, maxSteps).config().schedule());
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void theReferenceCorruptsWholeBlocksInTheOrderOfTheFile(Variant variant) {
        TrainingPlan plan = plan(variant, Recipe.REFERENCE);
        Inputs inputs = plan.inputs();
        assertBatches(new SpanCorruptionDataset(inputs.corpus(), inputs.vocabulary(), BLOCK_SIZE, SEED), plan.loader());
    }

    @ParameterizedTest
    @CsvSource({"VANILLA, 24", "PERCEIVER, 6"})
    void theBestRecipeShufflesViewsAsLongAsWhatTheModelReads(Variant variant, int length) {
        TrainingPlan plan = plan(variant, Recipe.BEST);
        Inputs inputs = plan.inputs();
        AugmentationMix mix = AugmentationMix.parse("window=5,cue=5");
        assertBatches(
                new ShuffledDataset(
                        new AugmentedDataset(inputs.corpus(), inputs.vocabulary(), mix, length, SEED), SEED),
                plan.loader());
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void questionsAreShownInTheOrderOfTheFileOrInADrawnOne(Recipe recipe) {
        TrainingPlan plan = finetuning(recipe);
        Dataset questions = NamePlaceDataset.read(
                folder.resolve("questions.tsv"), false, plan.inputs().vocabulary(), BLOCK_SIZE);
        assertBatches(recipe == Recipe.BEST ? new ShuffledDataset(questions, SEED) : questions, plan.loader());
    }

    private static void assertBatches(Dataset dataset, BatchLoader loader) {
        BatchLoader expected = new BatchLoader(dataset, BATCH_SIZE);
        assertEquals(expected.batchesPerEpoch(), loader.batchesPerEpoch());
        for (int epoch = 0; epoch < EPOCHS_COMPARED; epoch++) {
            for (int number = 0; number < expected.batchesPerEpoch(); number++) {
                Batch wanted = expected.batch(epoch, number);
                Batch made = loader.batch(epoch, number);
                assertEquals(expected.describe(epoch, number), loader.describe(epoch, number));
                assertEquals(wanted.width(), made.width());
                assertEquals(wanted.examples().size(), made.examples().size());
                for (int i = 0; i < wanted.examples().size(); i++) {
                    assertArrayEquals(
                            wanted.examples().get(i).ids(),
                            made.examples().get(i).ids());
                    assertArrayEquals(
                            wanted.examples().get(i).targets(),
                            made.examples().get(i).targets());
                }
            }
        }
    }
}
