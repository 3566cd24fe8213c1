package charlm.train;

/** The numbers of the reference's training, for everything that a run does not set itself. */
public final class TrainingDefaults {
    public static final double WEIGHT_DECAY = 0.1;

    /** The largest global L2 norm of a gradient that an update uses. */
    public static final double GRAD_CLIP = 1;

    /** Keeps clipping from a division by 0. */
    static final double CLIP_EPSILON = 1e-6;

    /** The fraction of activations that are dropped. */
    public static final double DROPOUT = 0.1;

    /** The seed of all commands. */
    public static final long SEED = 1;

    static final double ADAM_BETA1 = 0.9;
    static final double ADAM_BETA2 = 0.95;
    static final double ADAM_EPSILON = 1e-8;

    /** Of Muon, which the reference does not have. */
    static final double MUON_MOMENTUM = 0.95;

    /** Tokens of the linear warmup. */
    static final long WARMUP_TOKENS = 512 * 20;

    /** Passes over the pretraining corpus after which the cosine is at its lowest. */
    static final int FINAL_PASSES = 200;

    /** The smallest multiplier of the learning rate after the warmup. */
    static final double RATE_FLOOR = 0.1;

    private TrainingDefaults() {}
}
