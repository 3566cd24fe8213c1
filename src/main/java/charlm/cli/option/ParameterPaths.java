package charlm.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The checkpoint that training starts from and the one that it writes. */
public final class ParameterPaths {
    @Option(
            names = {"--reading_params_path", "--reading-params-path"},
            paramLabel = "IN",
            description = "Start from this checkpoint (parameter file) of charlm or PyTorch (default: fresh"
                    + " parameters).")
    private Path reading;

    @Option(
            names = {"--writing_params_path", "--writing-params-path"},
            required = true,
            paramLabel = "OUT",
            description = "Write the trained parameters to this checkpoint, a safetensors file.")
    private Path writing;

    public Optional<Path> reading() {
        return Optional.ofNullable(reading);
    }

    /** Returns null when it was not typed, which is reported before anything is done. */
    public Path writing() {
        return writing;
    }
}
