package charlm.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the engine that the user chose, of those in this build. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final List<EngineProvider> PROVIDERS = find(ServiceLoader.load(EngineProvider.class));
    private static final Map<EngineChoice, Precision> MEASURED = new EnumMap<>(EngineChoice.class);

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
        return openFirst(candidates(choice), resolve(choice, precision), threads);
    }

    /**
     * Returns the precision that {@code precision} means with that engine on this processor, never AUTO: AUTO is BF16
     * where the engine multiplies bfloat16 natively and a short measurement shows a gain, else FP32.
     */
    public static Precision resolve(EngineChoice choice, Precision precision) {
        if (precision != Precision.AUTO) {
            return precision;
        }
        for (EngineProvider provider : candidates(choice)) {
            if (provider.computes(Precision.BF16)) {
                return measured(provider);
            }
        }
        return Precision.FP32;
    }

    /** Returns whether an engine for {@code choice} computes in {@code precision} on this processor. */
    public static boolean computes(EngineChoice choice, Precision precision) {
        return candidates(choice).stream().anyMatch(provider -> provider.computes(precision));
    }

    /** Measures once a process, so that the answer stays. */
    private static Precision measured(EngineProvider provider) {
        synchronized (MEASURED) {
            return MEASURED.computeIfAbsent(
                    provider.choice(), choice -> AutoPrecision.measure(precision -> open(provider, precision, 1)));
        }
    }

    /** Returns among how many workers the engine divides a training step at most, before it is opened. */
    public static int workers(EngineChoice choice, int threads) {
        return candidates(choice).get(0).workers(threads);
    }

    /** Returns whether an engine of this build answers {@code choice}; it need not start on this machine. */
    public static boolean isBuilt(EngineChoice choice) {
        return PROVIDERS.stream().anyMatch(provider -> provider.choice() == choice);
    }

    /** Returns the engines of this build, the preferred one first. */
    static List<EngineProvider> providers() {
        return PROVIDERS;
    }

    /** Returns those that {@code loader} finds. The list of a build without oneDNN names a class that is not there. */
    static List<EngineProvider> find(ServiceLoader<EngineProvider> loader) {
        List<EngineProvider> found = new ArrayList<>();
        Iterator<EngineProvider> providers = loader.iterator();
        while (providers.hasNext()) {
            try {
                found.add(providers.next());
            } catch (ServiceConfigurationError e) {
                LOG.debug("an engine is not part of this build", e);
            }
        }
        found.sort(Comparator.comparing(EngineProvider::choice));
        return List.copyOf(found);
    }

    private static List<EngineProvider> candidates(EngineChoice choice) {
        List<EngineProvider> candidates = PROVIDERS.stream()
                .filter(provider -> choice == EngineChoice.AUTO || provider.choice() == choice)
                .toList();
        if (candidates.isEmpty()) {
            throw new EngineUnavailableException(
                    "engine " + name(choice) + " is not part of this build; use --engine auto");
        }
        return candidates;
    }

    /** Returns an engine of the first candidate that can start and computes in {@code precision}. */
    static Engine openFirst(List<EngineProvider> candidates, Precision precision, int threads) {
        List<EngineProvider> able = candidates.stream()
                .filter(provider -> provider.computes(precision))
                .toList();
        if (able.isEmpty()) {
            throw new EngineUnavailableException(
                    "engine " + name(candidates.get(0).choice())
                            + " computes in fp32 only; use --precision fp32 or --engine onednn");
        }
        for (int i = 0; i < able.size() - 1; i++) {
            try {
                return open(able.get(i), precision, threads);
            } catch (EngineUnavailableException e) {
                LOG.warn("falling back to engine {}: {}", name(able.get(i + 1).choice()), e.getMessage());
            }
        }
        return open(able.get(able.size() - 1), precision, threads);
    }

    private static Engine open(EngineProvider provider, Precision precision, int threads) {
        EngineLoading.await();
        try {
            return provider.open(precision, threads);
        } catch (EngineUnavailableException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new EngineUnavailableException(
                    "engine " + name(provider.choice()) + " cannot start: " + LoadFailure.rootCause(e)
                            + "; try another --engine",
                    e);
        }
    }

    private static String name(EngineChoice choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
