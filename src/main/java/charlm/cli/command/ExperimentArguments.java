package charlm.cli.command;

import charlm.cli.option.FileChecks;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The two words that every one of the reference's commands begins with. */
final class ExperimentArguments {
    @Parameters(
            index = "0",
            paramLabel = "VARIANT",
            completionCandidates = Labels.class,
            description = "vanilla or perceiver.")
    private String variant;

    /** What a shell offers for VARIANT. */
    private static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Variant.labels().iterator();
        }
    }

    @Parameters(
            index = "1",
            paramLabel = "CORPUS",
            description = "Text file, one document a line; it gives the vocabulary.")
    private Path corpus;

    Variant variant() {
        return Variant.of(variant);
    }

    Path corpus() {
        return corpus;
    }

    /** Returns whether both words were typed and name something. */
    boolean isComplete() {
        return corpus != null && Variant.labels().contains(variant);
    }

    /** Returns what is wrong with the two words and with the files named beside them. */
    List<String> problems(FileChecks files) {
        List<String> problems = new ArrayList<>();
        if (variant != null && Variant.labels().stream().noneMatch(variant::equals)) {
            problems.add("VARIANT must be vanilla or perceiver, got " + variant);
        }
        problems.addAll(files.readable(corpus).problems());
        return problems;
    }
}
