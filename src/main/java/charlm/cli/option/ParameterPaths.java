package charlm.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The parameters that training starts from and those that it ends with. */
public final class ParameterPaths {
    @Option(
            names = {"--reading_params_path", "--reading-params-path"},
            paramLabel = "IN",
            description = "Parameters to start from: a file of ours or a PyTorch state dict (default: fresh ones).")
    private Path reading;

    @Option(
            names = {"--writing_params_path", "--writing-params-path"},
            required = true,
            paramLabel = "OUT",
            description = "Where the parameters go, a safetensors file.")
    private Path writing;

    Optional<Path> reading() {
        return Optional.ofNullable(reading);
    }

    /** Returns null when it was not typed, which is told of before anything is done. */
    Path writing() {
        return writing;
    }
}
