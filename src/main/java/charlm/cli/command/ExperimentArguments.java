package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.Suggestion;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.Parameters;

/** The first two arguments of the reference's commands. */
final class ExperimentArguments {
    @Parameters(
            index = "0",
            paramLabel = "VARIANT",
            completionCandidates = Labels.class,
            description = "vanilla or perceiver.")
    private String variant;

    /** Completes VARIANT in a shell. */
    private static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Variant.labels().iterator();
        }
    }

    @Parameters(
            index = "1",
            paramLabel = "CORPUS",
            description = "Text file with one document a line; its characters are the vocabulary.")
    private Path corpus;

    Variant variant() {
        return Variant.of(variant);
    }

    Path corpus() {
        return corpus;
    }

    /** Returns whether both arguments were typed and the variant is one. */
    boolean isComplete() {
        return corpus != null && Variant.labels().contains(variant);
    }

    void check(Checks checks) {
        checks.require(
                variant == null || Variant.labels().contains(variant),
                "VARIANT must be vanilla or perceiver, got '" + variant + "'"
                        + Suggestion.question(String.valueOf(variant), Variant.labels()));
        checks.files().readable(corpus);
    }
}
