package charlm.tensor;

/** Which engine the user asks for. */
public enum EngineChoice {
    /** oneDNN where it can start, else ND4J. */
    AUTO,
    /** Intel oneDNN, processors only. */
    ONEDNN,
    /** Plain ND4J operations on whatever backend is installed. */
    ND4J
}
