package charlm.tensor;

import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the engine that the user chose. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final String ONEDNN = "charlm.tensor.onednn.OneDnnEngine";
    private static final String ND4J = "charlm.tensor.nd4j.Nd4jEngine";

    private Engines() {}

    /** Returns a started single-precision engine, as {@link #open(EngineChoice, Precision, int)}. */
    public static Engine open(EngineChoice choice, int threads) {
        return open(choice, Precision.FP32, threads);
    }

    /**
     * Returns a started engine.
     *
     * @param precision of activations; AUTO as {@link #resolve}
     * @param threads how many processor threads it may use, 0 for the library's own choice
     * @throws EngineUnavailableException when the engine asked for, or with {@code AUTO} every engine, cannot start
     */
    public static Engine open(EngineChoice choice, Precision precision, int threads) {
        Objects.requireNonNull(choice, "choice");
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0, got " + threads);
        }
        Precision resolved = resolve(choice, precision);
        return switch (choice) {
            case ONEDNN -> openOneDnn(ONEDNN, resolved, threads);
            case ND4J -> openNd4j(resolved, threads);
            case AUTO -> openAuto(ONEDNN, resolved, threads);
        };
    }

    /**
     * Returns what {@code precision} amounts to with that engine on this processor, never AUTO: AUTO is BF16 where the
     * engine multiplies bfloat16 natively and a short measurement shows a gain, else FP32.
     */
    public static Precision resolve(EngineChoice choice, Precision precision) {
        if (precision != Precision.AUTO) {
            return precision;
        }
        return choice == EngineChoice.ND4J
                ? Precision.FP32
                : AutoPrecision.get(probed -> openOneDnn(ONEDNN, probed, 1));
    }

    static Engine openAuto(String preferred, Precision precision, int threads) {
        try {
            return openOneDnn(preferred, precision, threads);
        } catch (EngineUnavailableException e) {
            if (precision == Precision.BF16) {
                throw e; // the other engine has none
            }
            LOG.info("engine nd4j is taken: {}", e.getMessage());
            return openNd4j(precision, threads);
        }
    }

    static Engine openOneDnn(String className, Precision precision, int threads) {
        DataType activations = precision == Precision.BF16 ? DataType.BFLOAT16 : DataType.FLOAT;
        return instantiate(className, "onednn", new Class<?>[] {int.class, DataType.class}, threads, activations);
    }

    private static Engine openNd4j(Precision precision, int threads) {
        if (precision == Precision.BF16) {
            throw new EngineUnavailableException(
                    "engine nd4j computes in fp32 only; use --precision fp32 or --engine onednn");
        }
        return instantiate(ND4J, "nd4j", new Class<?>[] {DataType.class, int.class}, DataType.FLOAT, threads);
    }

    // By name: the packages of the engines import this one, and a build for CUDA has no oneDNN engine at all.
    private static Engine instantiate(String className, String name, Class<?>[] types, Object... arguments) {
        EngineLoading.await();
        try {
            return (Engine) Class.forName(className).getConstructor(types).newInstance(arguments);
        } catch (ClassNotFoundException e) {
            throw new EngineUnavailableException("engine " + name + " is not part of this build; use --engine auto", e);
        } catch (InvocationTargetException e) {
            throw cannotStart(name, e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw cannotStart(name, e);
        }
    }

    private static EngineUnavailableException cannotStart(String name, Throwable cause) {
        if (cause instanceof EngineUnavailableException unavailable) {
            return unavailable;
        }
        if (cause instanceof VirtualMachineError) {
            throw (Error) cause;
        }
        return new EngineUnavailableException(
                "engine " + name + " cannot start: " + rootCause(cause) + "; try another --engine", cause);
    }

    /** Returns the first line of what lies at the bottom of a chain of causes. */
    public static String rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse(root.getClass().getName());
    }
}
