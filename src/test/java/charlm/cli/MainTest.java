package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MainTest {
    private static final String CONSOLE = "jdk.console";

    private final String before = System.getProperty(CONSOLE);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(CONSOLE);
        } else {
            System.setProperty(CONSOLE, before);
        }
    }

    @Test
    void theConsoleThatAPipeLacksIsTakenUnlessAnotherWasChosen() {
        System.clearProperty(CONSOLE);
        Main.chooseConsole();
        assertEquals("java.base", System.getProperty(CONSOLE));
        System.setProperty(CONSOLE, "jdk.internal.le");
        Main.chooseConsole();
        assertEquals("jdk.internal.le", System.getProperty(CONSOLE));
    }
}
