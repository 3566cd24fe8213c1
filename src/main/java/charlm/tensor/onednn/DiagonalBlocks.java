package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** Rows (B, C) as diagonals of (B, H, C): block h of row b stands in row (b, h), all else is 0. */
final class DiagonalBlocks {
    private final Scratch results = new Scratch(DataType.FLOAT);
    private Tensor spread;
    private int spreadHeads;

    /** Returns {@code rows} spread out, (B*H, C), valid until the next call. */
    Tensor spread(Tensor rows, int heads) {
        long batch = rows.dim(0);
        long width = rows.dim(1);
        if (spread == null || spreadHeads != heads || !spread.hasShape(batch * heads, width)) {
            spread = AlignedMemory.allocate(DataType.FLOAT, batch * heads, width);
            spreadHeads = heads;
        }
        move(rows, spread, heads, true); // the zeros between stay from call to call
        return spread;
    }

    /** Returns memory for as much, of undefined contents. */
    Tensor result(Tensor rows, int heads) {
        return results.matrix(rows.dim(0) * heads, rows.dim(1));
    }

    /** Takes the diagonal blocks of {@code blocks} (B*H, C) together again. */
    void collect(Tensor blocks, int heads, Tensor rows) {
        move(rows, blocks, heads, false);
    }

    private static void move(Tensor rows, Tensor blocks, int heads, boolean spreading) {
        FloatBuffer flat = HostMemory.floats(rows);
        FloatBuffer wide = HostMemory.floats(blocks);
        int width = (int) rows.dim(1);
        int headDim = width / heads;
        int stride = (int) rows.stride(0);
        for (int row = 0; row < rows.dim(0); row++) {
            for (int head = 0; head < heads; head++) {
                int inRow = row * stride + head * headDim;
                int inBlock = (row * heads + head) * width + head * headDim;
                if (spreading) {
                    wide.put(inBlock, flat, inRow, headDim);
                } else {
                    flat.put(inRow, wide, inBlock, headDim);
                }
            }
        }
    }
}
