package charlm.tensor.nd4j;

import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Starts ND4J's backend and describes it. */
final class Nd4jPlatform {
    private static final String POM = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
    // ND4J's CUDA library holds machine code up to 8.6 and nothing to compile from; code runs within a major version.
    private static final int NEWEST_CUDA_MAJOR = 8;

    private static final String ANY_NUMBER = "-?[0-9]{1,9}";

    /** Environment variables that ND4J parses, and what it can take. */
    private static final Map<String, String> NUMBERS = new TreeMap<>(Map.of(
            "OMP_NUM_THREADS", "[1-9][0-9]{0,4}",
            "BACKEND_PRIORITY_CPU", ANY_NUMBER,
            "BACKEND_PRIORITY_GPU", ANY_NUMBER,
            "BACKEND_PRIORITY_AURORA", ANY_NUMBER));

    static final NativeLibrary LIBRARY = new NativeLibrary("engine nd4j", Nd4jPlatform::load);

    private Nd4jPlatform() {}

    private static Nd4jBackend load() {
        requireNumbers(System.getenv());
        PrintStream errors = System.err;
        try {
            System.setErr(new PrintStream(OutputStream.nullOutputStream())); // a missing GPU makes ND4J print its trace
            return Nd4j.getBackend();
        } finally {
            System.setErr(errors);
        }
    }

    /** Refuses variables that ND4J cannot parse. It takes fewer threads than one, and then computes nothing or crashes. */
    static void requireNumbers(Map<String, String> environment) {
        NUMBERS.forEach((name, pattern) -> {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty() && !value.matches(pattern)) {
                throw new EngineUnavailableException("engine nd4j cannot start: the environment variable " + name
                        + " is '" + value + "', and ND4J takes one whole number; set it to one, or unset it");
            }
        });
    }

    /** Starts the backend with {@code threads} threads, 0 for its own choice, and returns a line that describes it. */
    static String start(int threads) {
        LIBRARY.load();
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        return Nd4j.getBackend().getEnvironment().isCPU() ? startCpu(operations, threads) : startCuda(operations);
    }

    private static String startCpu(NativeOps operations, int threads) {
        if (threads > 0) {
            operations.setOmpNumThreads(threads);
            Nd4j.factory().blas().setMaxThreads(threads);
        }
        int used = threads > 0 ? threads : operations.ompGetMaxThreads();
        return "ND4J " + version() + " CPU backend, " + used + (used == 1 ? " thread" : " threads");
    }

    private static String startCuda(NativeOps operations) {
        int device = operations.getDevice();
        int major = operations.getDeviceMajor(device);
        int minor = operations.getDeviceMinor(device);
        String name = operations.getDeviceName(device);
        requireKnownCard(name, major, minor);
        return "ND4J " + version() + " CUDA backend, " + name + " (compute capability " + major + "." + minor + ")";
    }

    static void requireKnownCard(String name, int major, int minor) {
        if (major > NEWEST_CUDA_MAJOR) {
            throw new EngineUnavailableException("engine nd4j cannot run on " + name + ": its compute capability is "
                    + major + "." + minor + ", ND4J " + version() + " has code up to " + NEWEST_CUDA_MAJOR
                    + ".x; use the build for processors");
        }
    }

    private static String version() {
        try (InputStream in = Nd4j.class.getResourceAsStream(POM)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }
}
