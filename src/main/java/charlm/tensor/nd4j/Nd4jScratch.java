package charlm.tensor.nd4j;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the arrays that an operation makes before its result. Otherwise they would wait for the garbage collector,
 * which does not see their size, and a step would fill the machine's memory.
 */
final class Nd4jScratch implements AutoCloseable {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final WorkspaceConfiguration CONFIGURATION = WorkspaceConfiguration.builder()
            .initialSize(0)
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final String id = "charlm-scratch-" + COUNT.incrementAndGet();

    /** Runs {@code operation}; arrays made by it are gone afterwards. */
    void run(Runnable operation) {
        MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, id);
        try {
            operation.run();
        } finally {
            workspace.notifyScopeLeft();
        }
    }

    /** Returns what {@code operation} computes; arrays made by it are gone afterwards. */
    double compute(DoubleSupplier operation) {
        MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, id);
        try {
            return operation.getAsDouble();
        } finally {
            workspace.notifyScopeLeft();
        }
    }

    @Override
    public void close() {
        if (Nd4j.getWorkspaceManager().checkIfWorkspaceExists(id)) {
            Nd4j.getWorkspaceManager()
                    .destroyWorkspace(Nd4j.getWorkspaceManager().getWorkspaceForCurrentThread(CONFIGURATION, id));
        }
    }
}
