package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** Dropout of activations (B*positions, C), with or without a residual: a unit is a position, its elements the channels. */
final class ActivationDropout implements Parallel.Range {
    private static final int MIN_ROWS_PER_THREAD = 16;

    private final Parallel parallel;
    private final MaskBits[] bits;
    private final float[][] factors;
    private final float[][] branches;
    private final float[][] residuals;
    private DropoutMask mask;
    private int positions;
    private int width;
    private FloatBuffer residual;
    private int residualStride;
    private FloatBuffer branch;
    private int branchStride;
    private FloatBuffer out;
    private int outStride;

    ActivationDropout(Parallel parallel) {
        this.parallel = parallel;
        bits = new MaskBits[parallel.threads()];
        factors = new float[parallel.threads()][0];
        branches = new float[parallel.threads()][0];
        residuals = new float[parallel.threads()][0];
        for (int slot = 0; slot < bits.length; slot++) {
            bits[slot] = new MaskBits();
        }
    }

    /** out = residual + branch * mask * scale; residual may be null. */
    void apply(Tensor residual, Tensor branch, int positions, DropoutMask mask, Tensor out) {
        this.mask = mask;
        this.positions = positions;
        width = (int) branch.dim(1);
        this.residual = residual == null ? null : HostMemory.floats(residual);
        residualStride = residual == null ? 0 : (int) residual.stride(0);
        this.branch = HostMemory.floats(branch);
        branchStride = (int) branch.stride(0);
        this.out = HostMemory.floats(out);
        outStride = (int) out.stride(0);
        for (int slot = 0; slot < factors.length; slot++) {
            if (factors[slot].length < width) {
                factors[slot] = new float[width];
                branches[slot] = new float[width];
                residuals[slot] = new float[width];
            }
        }
        parallel.run((int) branch.dim(0), MIN_ROWS_PER_THREAD, this);
    }

    @Override
    public void run(int from, int to, int slot) {
        float[] factor = factors[slot];
        float[] value = branches[slot];
        for (int row = from; row < to; row++) {
            bits[slot].fill(mask, mask.unitKey(row / positions, row % positions), mask.scale(), factor, 0, width);
            branch.get(row * branchStride, value, 0, width);
            for (int i = 0; i < width; i++) {
                value[i] *= factor[i];
            }
            if (residual != null) {
                addResidual(row, residuals[slot], value);
            }
            out.put(row * outStride, value, 0, width);
        }
    }

    private void addResidual(int row, float[] stage, float[] value) {
        residual.get(row * residualStride, stage, 0, width);
        for (int i = 0; i < width; i++) {
            value[i] += stage[i];
        }
    }
}
