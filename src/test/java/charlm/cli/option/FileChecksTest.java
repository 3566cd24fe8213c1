package charlm.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileChecksTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "text");
        List<String> problem = List.of(file + ": cannot be read; change its permissions");
        assertEquals(problem, new FileChecks(any -> false).readable(file).problems());
        assertEquals(problem, new FileChecks(any -> false).replaceable(file).problems());
        assertEquals(
                List.of(), new FileChecks().readable(file).replaceable(file).problems());
    }
}
