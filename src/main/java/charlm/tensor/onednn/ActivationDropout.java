package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Dropout of activations (N, C), with or without a residual: a unit is a position, its elements the channels. */
final class ActivationDropout implements Parallel.Range {
    private static final int MIN_ROWS_PER_THREAD = 16;

    private final Parallel parallel;
    private final FullOutput fullOut;
    private final int[][] bits;
    private int[] spread = {};
    private final float[][] factors;
    private final IntBuffer[] bitViews;
    private final FloatBuffer[] factorViews;
    private final float[][] branches;
    private final float[][] residuals;
    private DropoutMask mask;
    private int width;
    private FloatBuffer residual;
    private int residualStride;
    private FloatBuffer branch;
    private int branchStride;
    private FloatBuffer out;
    private int outStride;

    ActivationDropout(Parallel parallel, Conversions conversions) {
        this.parallel = parallel;
        fullOut = new FullOutput(conversions);
        bits = new int[parallel.threads()][0];
        bitViews = new IntBuffer[parallel.threads()];
        factorViews = new FloatBuffer[parallel.threads()];
        factors = new float[parallel.threads()][0];
        branches = new float[parallel.threads()][0];
        residuals = new float[parallel.threads()][0];
    }

    /** out = residual + branch * mask * scale; residual may be null. */
    void apply(Tensor residual, Tensor branch, DropoutMask mask, Tensor out) {
        Tensor full = fullOut.of(out);
        applyFull(residual, branch, mask, full);
        fullOut.finish(full, out);
    }

    private void applyFull(Tensor residual, Tensor branch, DropoutMask mask, Tensor out) {
        this.mask = mask;
        width = (int) branch.dim(1);
        this.residual = residual == null ? null : HostMemory.floats(residual);
        residualStride = residual == null ? 0 : (int) residual.stride(0);
        this.branch = HostMemory.floats(branch);
        branchStride = (int) branch.stride(0);
        this.out = HostMemory.floats(out);
        outStride = (int) out.stride(0);
        if (spread.length < width) {
            spread = new int[width];
            Arrays.setAll(spread, DropoutMask::spread);
        }
        for (int slot = 0; slot < factors.length; slot++) {
            if (factors[slot].length < width) {
                bits[slot] = new int[width];
                ByteBuffer memory =
                        ByteBuffer.allocateDirect(width * Integer.BYTES).order(ByteOrder.nativeOrder());
                bitViews[slot] = memory.asIntBuffer();
                factorViews[slot] = memory.asFloatBuffer();
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
            fill(row, slot);
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

    /** Bits become floats on a way through memory, which is faster than one by one. */
    private void fill(int row, int slot) {
        Arrays.fill(bits[slot], 0, width, mask.positionKey(row));
        MaskBits.fill(mask, mask.scale(), spread, bits[slot], width);
        bitViews[slot].put(0, bits[slot], 0, width);
        factorViews[slot].get(0, factors[slot], 0, width);
    }

    private void addResidual(int row, float[] stage, float[] value) {
        residual.get(row * residualStride, stage, 0, width);
        for (int i = 0; i < width; i++) {
            value[i] += stage[i];
        }
    }
}
