package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A mistyped command line: every mistake is named, as it was typed, and what was meant is asked. */
final class CommandLineTest {
    private static final String PRETRAIN = "pretrain vanilla @corpus.txt --writing_params_path @x ";
    private static final Set<Class<?>> NUMBERS = Set.of(
            int.class, Integer.class, long.class, Long.class, float.class, Float.class, double.class, Double.class);

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    private List<String> problems(String commandLine) {
        List<String> lines =
                new ArrayList<>(charlm.fail(ExitCode.USAGE, commandLine).lines().toList());
        String usage = lines.remove(lines.size() - 1);
        assertTrue(usage.endsWith(" --help' shows the usage."), usage);
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "-v", "--stacktrace", "--"})
    void flagsWithoutACommandSayThatItIsMissing(String flags) {
        List<String> lines = problems(flags);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("charlm: missing COMMAND, one of demo, pretrain, "), lines.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "pretran, pretrain",
        "finetnue, finetune",
        "eval, evaluate",
        "aks, ask",
        "dmeo, demo",
        "train, pretrain",
        "hlep, help",
        "PRETRAIN, pretrain"
    })
    void aMistypedCommandIsAskedFor(String typed, String meant) {
        String problem = "charlm: there is no command '" + typed + "'; did you mean " + meant + "?";
        assertEquals(List.of(problem), problems(typed + " vanilla corpus.txt --writing_params_path x"));
        assertEquals(List.of(problem.replace("charlm:", "charlm help:")), problems("help " + typed));
    }

    @Test
    void anEmptyNameOfAFileIsAProblemOfItsFlag() {
        assertEquals(
                "charlm pretrain: --writing_params_path must name a file, got ''",
                problems("pretrain vanilla corpus.txt --writing_params_path=").get(0));
    }

    @Test
    void aWordThatResemblesNoCommandIsAnsweredWithTheCommands() {
        String problem = "there is no command 'nonsense'; the commands are demo, pretrain, ";
        assertTrue(problems("nonsense").get(0).startsWith("charlm: " + problem));
        assertTrue(problems("help nonsense").get(0).startsWith("charlm help: " + problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretrain", "ask", "completion", "help"})
    void helpOfACommandIsWhatItsFlagShows(String command) {
        assertEquals(charlm.succeed(command + " --help"), charlm.succeed("help " + command));
    }

    @Test
    void helpAloneListsTheCommandsWithItself() {
        String help = charlm.succeed("help");
        assertEquals(charlm.succeed("--help"), help);
        requireParts(help, "  help ", "charlm help COMMAND");
    }

    @ParameterizedTest
    @CsvSource({
        "--embed-dimm 33, --embed-dimm, --embed-dim",
        "--embed_dimm=33, --embed_dimm, --embed-dim",
        "--max-step 3, --max-step, --max-steps",
        "--epochs 3, --epochs, --max-epochs",
        "--heads 3, --heads, --num-heads",
        "--sede -3, --sede, --seed",
        "--writing-param-path y, --writing-param-path, --writing_params_path",
        "--quite, --quite, --quiet",
        "--no-shuffel, --no-shuffel, --no-shuffle",
        "-embed-dim 33, -embed-dim, --embed-dim",
        "\u2013seed 3, \u2013seed, --seed",
        "\u2014\u2014seed=3, \u2014\u2014seed, --seed",
    })
    void aMistypedFlagIsNamedWithoutItsValueAndAskedFor(String typed, String named, String meant) {
        String problem = "charlm pretrain: there is no flag " + named + "; did you mean " + meant + "?";
        assertEquals(List.of(problem), problems(PRETRAIN + typed));
        assertEquals(List.of(problem), problems("pretrain " + typed + " vanilla @corpus.txt --writing_params_path @x"));
    }

    @Test
    void theValueOfAnUnknownFlagIsNoArgument() {
        assertEquals(
                List.of("charlm dataset: there is no flag --wide"),
                problems("dataset charcorruption @corpus.txt --wide 3 --seed 1"));
    }

    @Test
    void allUnknownFlagsAreListedWithEverythingElse() {
        assertEquals(
                List.of(
                        "charlm pretrain: there is no flag --embed-dimm; did you mean --embed-dim?",
                        "charlm pretrain: there is no flag --foo",
                        "charlm pretrain: unexpected 'more'; pretrain takes VARIANT CORPUS and flags",
                        "charlm pretrain: --batch-size must be at least 1, got 0"),
                problems(PRETRAIN + "--embed-dimm 33 --foo=bar --batch-size 0 more"));
    }

    @Test
    void aFlagOfACommandBeforeItIsSentBehind() {
        List<String> lines = problems("--embed-dim 8 " + PRETRAIN);
        assertEquals(List.of("charlm pretrain: --embed-dim is a flag of a command; type it behind the command"), lines);
    }

    @Test
    void aFlagThatTakesTheNextFlagForItsValueIsNamedAlone() {
        assertEquals(
                List.of("charlm pretrain: --num-layers needs a value, N"),
                problems(PRETRAIN + "--num-layers --num-heads 2"));
        assertEquals(
                List.of("charlm pretrain: --writing-params-path needs a value, OUT"),
                problems("pretrain vanilla @corpus.txt --writing-params-path"));
    }

    @Test
    void whatStandsBehindTwoDashesIsNoFlag() {
        assertEquals(List.of("charlm inspect: --digset: there is no such file"), problems("inspect -- --digset"));
    }

    @Test
    void aWrongValueOfTheLastFlagBlamesNoFlagThatWasNotTyped() {
        assertEquals(
                List.of("charlm generate: --temperature must be a decimal number like 0.5 or 6e-3, got 'warm'"),
                problems("generate @corpus.txt --prompt Ann --temperature warm"));
        assertEquals(
                List.of("charlm bench: --task must be pretrain, finetune or evaluate, got 'sleep'"),
                problems("bench --task sleep"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--engine onedn | --engine must be auto, onednn or nd4j, got 'onedn'; did you mean onednn?",
                "--precision bf17 | --precision must be auto, fp32 or bf16, got 'bf17'; did you mean bf16?",
                "--recipe bset | --recipe must be reference or best, got 'bset'; did you mean best?",
                "--optimizer sgd | --optimizer must be adamw or muon, got 'sgd'",
                "--on_nonfinite halt | --on_nonfinite must be stop or skip, got 'halt'",
                "--quiet=yes | --quiet must be true or false, got 'yes'",
            })
    void aWordThatIsNoneOfAFlagsIsAnsweredWithThem(String flag, String problem) {
        assertEquals(List.of("charlm pretrain: " + problem), problems(PRETRAIN + flag));
    }

    @Test
    void flagsAreNamedAsTheyWereTyped() {
        assertEquals(
                List.of(
                        "charlm pretrain: --max_steps must be a whole number like 500, got 'x'",
                        "charlm pretrain: --block_size must be at least 5, got 4",
                        "charlm pretrain: --batch_size must be at least 1, got 0"),
                problems(PRETRAIN + "--block_size=4 --batch_size 0 --max_steps x"));
        assertEquals(
                "charlm: --embed_dim must be a positive multiple of --num-heads, got 10 and 4" + System.lineSeparator(),
                charlm.fail(ExitCode.USAGE, PRETRAIN + "--embed_dim 10 --num-heads 4"));
    }

    /** Every flag with a number, also one that is added later. */
    @Test
    void numbersAreDecimalWhereverOneIsTyped() {
        CommandLine root = Cli.parser(new CharlmCommand(), new FlagCheck());
        int numbers = 0;
        for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                if (NUMBERS.contains(option.type())) {
                    numbers++;
                    refuses(command.getKey(), option.names()[0], "0x1p3");
                }
            }
        }
        assertTrue(numbers >= 50, "there are " + numbers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1_000",
                "0x10",
                "010L",
                "6e-3f",
                "5d",
                "1e",
                "e3",
                ".",
                "NaN",
                "Infinity",
                "-inf",
                "\u0663",
                "5,0",
                "\u22125"
            })
    void noOtherFormOfANumberIsTaken(String word) {
        refuses("demo", "--threads", word);
        refuses("demo", "--seed", word);
        refuses("generate", "--temperature", word);
    }

    private void refuses(String command, String flag, String word) {
        String problem = charlm.fail(ExitCode.USAGE, command + " " + flag + "=" + word);
        assertTrue(
                problem.lines()
                        .anyMatch(line -> line.contains(flag + " must be a ") && line.endsWith("got '" + word + "'")),
                problem);
    }

    @Test
    void aNumberWithBlanksIsRefused() {
        charlm.write("blank.args", "'--seed= 3' '--dropout=0.5 '");
        assertEquals(
                List.of(
                        "charlm pretrain: --seed must be a whole number like 500, got ' 3' (" + folder
                                + "/blank.args:1)",
                        "charlm pretrain: --dropout must be a decimal number like 0.5 or 6e-3, got '0.5 ' (" + folder
                                + "/blank.args:1)"),
                problems(PRETRAIN + "@@blank.args").stream()
                        .map(line -> line.replace('\\', '/'))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--num-layers 2147483648 | --num-layers must be at most 2147483647, got '2147483648'",
                "--max-steps 9223372036854775808 | --max-steps must be at most 9223372036854775807, got '9223372036854775808'",
                "--seed -9223372036854775809 | --seed must be at least -9223372036854775808, got '-9223372036854775809'",
                "--weight-decay 1e999 | --weight-decay must be at most 1.7976931348623157E308, got '1e999'",
                "--threads 100000 | --threads must be at most 4096, got 100000",
                "--pretrain_lr 1e-999 | --pretrain_lr must be 0 or at least 4.9E-324, got '1e-999'",
            })
    void aNumberThatDoesNotFitIsRefusedWithTheLimit(String flag, String problem) {
        assertEquals(List.of("charlm pretrain: " + problem), problems(PRETRAIN + flag));
    }

    @Test
    void decimalNumbersOfAnyFormAreTaken() {
        Stream.of("6e-3", "6E-3", ".5", "5.", "+.5", "1e3", "0", "0e-999", "-0.0")
                .forEach(number -> assertFalse(
                        charlm.fail(ExitCode.USAGE, PRETRAIN + "--weight-decay " + number + " --threads -1")
                                .contains("--weight-decay"),
                        charlm.said()));
        Stream.of("+3", "-3", "007", "9223372036854775807")
                .forEach(number -> assertFalse(
                        charlm.fail(ExitCode.USAGE, PRETRAIN + "--seed " + number + " --threads -1")
                                .contains("--seed"),
                        charlm.said()));
    }
}
