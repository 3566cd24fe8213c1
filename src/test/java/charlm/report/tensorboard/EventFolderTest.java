package charlm.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curves of one run do not hide those of another. */
final class EventFolderTest {
    @TempDir
    private Path folder;

    private Path fresh() {
        return EventFolder.fresh(folder.resolve("run")).path();
    }

    @Test
    void theReferencesFolderIsTakenUntilItHoldsEventsThenTheFirstOneBesideItThatHoldsNone() throws IOException {
        assertEquals(folder.resolve("run"), fresh());
        Files.createDirectory(folder.resolve("run"));
        Files.writeString(folder.resolve("run/notes.txt"), "no events");
        assertEquals(folder.resolve("run"), fresh());
        for (int number = 2; number <= 4; number++) {
            new TensorBoardListener(fresh(), 0).close();
            assertEquals(folder.resolve("run_" + number), fresh());
        }
        assertEquals(
                folder.resolve("run_7"),
                EventFolder.of(folder.resolve("run"), "run_7").path());
    }
}
