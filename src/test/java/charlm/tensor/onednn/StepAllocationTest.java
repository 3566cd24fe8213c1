package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charlm.data.MicroBatch;
import charlm.data.MicroBatcher;
import charlm.golden.Golden;
import charlm.golden.TestEngines;
import charlm.model.LanguageModel;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.AdamWStep;
import charlm.tensor.Engine;
import charlm.tensor.MuonStep;
import charlm.tensor.NativeMemory;
import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training step over groups that were computed before allocates nothing, neither on the heap nor outside it; but for
 * small arrays and records of arguments, which the JVM does without once its last compiler has seen the code. How far it
 * has come depends on the machine, so the bound is that of no compiler. (New groups bring the tables of how their rows
 * are packed.)
 */
class StepAllocationTest {
    private static final double DROPOUT = 0.1;
    private static final int WARM_UP = 20;
    private static final int STEPS = 20;
    private static final int ARGUMENT_BYTES = 2048;
    private static final int STEADY_ROUNDS = 3;
    private static final int LONGEST_WAIT_MILLIS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"VANILLA, FLOAT", "VANILLA, BFLOAT16", "PERCEIVER, FLOAT", "PERCEIVER, BFLOAT16"})
    void aStepOverKnownGroupsAllocatesNothing(Variant variant, NumberType activations) throws InterruptedException {
        assumeTrue(activations == NumberType.FLOAT || TestEngines.computeBfloat16());
        Golden golden = Golden.of(variant);
        try (Engine engine = new OneDnnEngine(1, activations)) {
            LanguageModel model = LanguageModel.create(golden.config(), engine, DROPOUT);
            model.parameters().initialize(1);
            List<MicroBatch> groups =
                    new MicroBatcher(16, 1, 8).split(golden.batch().ragged());
            Tensor firstMoments = engine.allocate(model.parameters().count());
            Tensor secondMoments = engine.allocate(model.parameters().count());
            MuonStep direction = new MuonStep(1e-3, 0.95, 0.1, 1);
            List<Tensor> momenta = model.parameters().hiddenMatrices().stream()
                    .map(matrix -> engine.allocate(matrix.value().shape()))
                    .toList();
            AdamWStep update = new AdamWStep(1, 1e-3, 0.9, 0.95, 1e-8, 0.1, 1);
            Runnable step = () -> {
                engine.parametersChanged(model.parameters().values());
                engine.zero(model.parameters().gradients());
                for (int i = 0; i < groups.size(); i++) { // no iterator
                    model.accumulateGradients(groups.get(i), 1, 1, 1);
                }
                engine.squaredNorm(model.parameters().gradients());
                engine.adamW(
                        model.parameters().values(),
                        model.parameters().gradients(),
                        firstMoments,
                        secondMoments,
                        update);
                List<Parameter> matrices = model.parameters().hiddenMatrices();
                for (int i = 0; i < matrices.size(); i++) {
                    Parameter matrix = matrices.get(i);
                    engine.muon(matrix.value(), matrix.gradient(), momenta.get(i), direction);
                }
            };
            repeat(step, WARM_UP);
            awaitSteadyCount();
            long pointers = Pointer.totalCount();
            long nativeBytes = Pointer.totalBytes();
            long heapBytes = THREADS.getCurrentThreadAllocatedBytes();
            repeat(step, STEPS);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - heapBytes;
            assertTrue(allocated / STEPS < ARGUMENT_BYTES, allocated / STEPS + " bytes of heap a step");
            assertEquals(pointers, Pointer.totalCount(), "native objects");
            assertEquals(nativeBytes, Pointer.totalBytes(), "native bytes");
        }
    }

    /**
     * The counters are those of the whole JVM: what earlier tests left is freed first, whenever its owners get to it.
     */
    private static void awaitSteadyCount() throws InterruptedException {
        int steady = 0;
        long count = Pointer.totalCount();
        while (steady < STEADY_ROUNDS) {
            freeUnreachable();
            steady = Pointer.totalCount() == count ? steady + 1 : 0;
            count = Pointer.totalCount();
        }
    }

    private static void freeUnreachable() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> unreachable = new WeakReference<>(new Object(), collected);
        NativeMemory.freeUnreachable();
        collected.remove(LONGEST_WAIT_MILLIS); // by then other queues, too, have what was found
        Reference.reachabilityFence(unreachable);
        Pointer.deallocateReferences();
    }

    private static void repeat(Runnable step, int count) {
        for (int i = 0; i < count; i++) {
            step.run();
        }
    }
}
