package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;

/** Command lines kept in files. */
final class ArgumentFilesTest {
    private static final String FINETUNE = "--finetune_corpus_path birth_places_train.tsv";

    @TempDir
    private Path folder;

    private static ParseResult parse(String... arguments) {
        ParseResult parsed = Cli.parser(new CharlmCommand()).parseArgs(arguments);
        assertEquals(List.of(), parsed.errors());
        assertEquals(List.of(), parsed.subcommand().errors());
        return parsed;
    }

    @ParameterizedTest
    @CsvSource({
        "vanilla-nopretrain-finetune, finetune vanilla wiki.txt --writing_params_path vanilla.model.params " + FINETUNE,
        "vanilla-nopretrain-evaluate-dev, evaluate vanilla wiki.txt --reading_params_path vanilla.model.params"
                + " --eval_corpus_path birth_dev.tsv --outputs_path vanilla.nopretrain.dev.predictions",
        "vanilla-nopretrain-evaluate-test, evaluate vanilla wiki.txt --reading_params_path vanilla.model.params"
                + " --eval_corpus_path birth_test_inputs.tsv --outputs_path vanilla.nopretrain.test.predictions",
        "vanilla-pretrain, pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params",
        "vanilla-finetune, finetune vanilla wiki.txt --reading_params_path vanilla.pretrain.params"
                + " --writing_params_path vanilla.finetune.params " + FINETUNE,
        "vanilla-evaluate-dev, evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params"
                + " --eval_corpus_path birth_dev.tsv --outputs_path vanilla.pretrain.dev.predictions",
        "vanilla-evaluate-test, evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params"
                + " --eval_corpus_path birth_test_inputs.tsv --outputs_path vanilla.pretrain.test.predictions",
        "perceiver-pretrain, pretrain perceiver wiki.txt --bottleneck_dim 64 --pretrain_lr 6e-3"
                + " --writing_params_path perceiver.pretrain.params",
        "perceiver-finetune, finetune perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.pretrain.params --writing_params_path perceiver.finetune.params "
                + FINETUNE,
        "perceiver-evaluate-dev, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path perceiver.pretrain.dev.predictions",
        "perceiver-evaluate-test, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path perceiver.pretrain.test.predictions",
        "vanilla-best-pretrain, pretrain vanilla wiki.txt --recipe best"
                + " --writing_params_path vanilla.best.pretrain.params",
        "vanilla-best-finetune, finetune vanilla wiki.txt --recipe best"
                + " --reading_params_path vanilla.best.pretrain.params --writing_params_path vanilla.best.finetune.params "
                + FINETUNE,
        "vanilla-best-evaluate-dev, evaluate vanilla wiki.txt"
                + " --reading_params_path vanilla.best.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path vanilla.best.dev.predictions",
        "vanilla-best-evaluate-test, evaluate vanilla wiki.txt"
                + " --reading_params_path vanilla.best.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path vanilla.best.test.predictions",
        "perceiver-best-pretrain, pretrain perceiver wiki.txt --bottleneck_dim 64 --recipe best"
                + " --writing_params_path perceiver.best.pretrain.params",
        "perceiver-best-finetune, finetune perceiver wiki.txt --bottleneck_dim 64 --recipe best"
                + " --reading_params_path perceiver.best.pretrain.params --writing_params_path perceiver.best.finetune.params "
                + FINETUNE,
        "perceiver-best-evaluate-dev, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.best.finetune.params --eval_corpus_path birth_dev.tsv"
                + " --outputs_path perceiver.best.dev.predictions",
        "perceiver-best-evaluate-test, evaluate perceiver wiki.txt --bottleneck_dim 64"
                + " --reading_params_path perceiver.best.finetune.params --eval_corpus_path birth_test_inputs.tsv"
                + " --outputs_path perceiver.best.test.predictions",
    })
    void eachFileIsTheCommandItIsNamedAfter(String name, String commandLine) {
        assertEquals(
                commandLine,
                String.join(" ", parse("@configs/" + name + ".args").expandedArgs()));
    }

    @Test
    void theseAreAllExperimentsAndEachTrainingCanBeMadeTiny() throws IOException {
        Set<String> trainings = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            Set<String> names =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(11 + 8 + 1, names.size(), names::toString);
            names.removeIf(name -> name.contains("evaluate") || name.equals("tiny.args"));
            trainings.addAll(names);
        }
        assertEquals(5 + 4, trainings.size());
        for (String training : trainings) {
            ParseResult command =
                    parse("@configs/" + training, "@configs/tiny.args").subcommand();
            assertEquals(Integer.valueOf(16), command.matchedOptionValue("--embed-dim", 0), training);
        }
    }

    @Test
    void whatIsTypedBehindAFileCountsAndTheWholeCommandIsKept() {
        CliHarness charlm = new CliHarness(folder);
        Path corpus = folder.resolve("corpus.txt");
        charlm.write(
                "x.args", "# a comment\npretrain vanilla '" + corpus + "'\n--max-epochs 650" + CliHarness.TINY + "\n");
        String printed = charlm.succeed("@@x.args --max-epochs 2 --writing_params_path @x");
        assertTrue(printed.startsWith("2 steps in "), printed);
        String command = Checkpoint.read(folder.resolve("x")).training().get("command");
        assertEquals(
                "charlm pretrain vanilla " + corpus + " --max-epochs 650" + CliHarness.TINY
                        + " --max-epochs 2 --writing_params_path " + folder.resolve("x"),
                command);
    }

    @Test
    void aFileOfArgumentsThatIsNotThereIsNamed() {
        List<String> lines = new CliHarness(folder)
                .fail(ExitCode.USAGE, "@@none.args")
                .lines()
                .toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("none.args: there is no such file of arguments"), lines.get(0));
    }
}
