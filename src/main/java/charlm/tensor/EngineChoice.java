package charlm.tensor;

import java.util.Arrays;
import java.util.List;

/** The engine that the user asks for; in order of preference. */
public enum EngineChoice {
    /** The first engine that can start. */
    AUTO,
    /** Intel oneDNN, processors only. */
    ONEDNN,
    /** Plain ND4J operations on whatever backend is installed. */
    ND4J;

    /** Returns all engines, the preferred one first, the most portable one last. */
    public static List<EngineChoice> engines() {
        return Arrays.stream(values()).filter(choice -> choice != AUTO).toList();
    }
}
