package charlm.tensor.nd4j;

import charlm.tensor.EngineUnavailableException;
import charlm.tensor.Engines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Starts ND4J's backend and describes it. */
final class Nd4jPlatform {
    private static final String POM = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
    // ND4J's CUDA library holds machine code up to 8.6 and nothing to compile from; code runs within a major version.
    private static final int NEWEST_CUDA_MAJOR = 8;

    private Nd4jPlatform() {}

    /** Starts the backend with {@code threads} threads, 0 for its own choice, and returns a line that describes it. */
    static String start(int threads) {
        PrintStream errors = System.err;
        try {
            System.setErr(new PrintStream(OutputStream.nullOutputStream())); // a missing GPU makes ND4J print its trace
            boolean cpu = Nd4j.getBackend().getEnvironment().isCPU();
            NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
            return cpu ? startCpu(operations, threads) : startCuda(operations);
        } catch (EngineUnavailableException e) {
            throw e;
        } catch (LinkageError | RuntimeException e) {
            throw new EngineUnavailableException(
                    "engine nd4j cannot start: " + Engines.rootCause(e)
                            + "; this build needs its backend's native library (and the cuda build a graphics card)",
                    e);
        } finally {
            System.setErr(errors);
        }
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
