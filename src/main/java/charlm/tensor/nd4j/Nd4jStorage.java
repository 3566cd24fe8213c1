package charlm.tensor.nd4j;

import charlm.tensor.NumberType;
import charlm.tensor.Storage;
import charlm.tensor.Tensor;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of a flat ND4J array. */
public final class Nd4jStorage implements Storage {
    private final INDArray flat;
    private final NumberType type;

    private Nd4jStorage(INDArray flat) {
        this.flat = flat;
        DataType known = flat.dataType();
        type = known == DataType.UINT8 ? NumberType.UINT8 : NumberType.valueOf(known.name());
    }

    /** Returns new zeroed memory. */
    public static Nd4jStorage allocate(NumberType type, long length) {
        return new Nd4jStorage(Nd4j.zeros(dataType(type), length));
    }

    /** Returns a contiguous tensor over {@code flat}, a flat array, starting at element {@code offset}. */
    static Tensor tensor(INDArray flat, long offset, long... shape) {
        return Tensor.over(new Nd4jStorage(flat), offset, shape);
    }

    /** Returns ND4J's name of {@code type}. */
    static DataType dataType(NumberType type) {
        return type == NumberType.UINT8 ? DataType.UINT8 : DataType.valueOf(type.name()); // whose name is UBYTE
    }

    /** Returns a window as an ND4J array that shares its memory; attached to it, unless another view is. */
    static INDArray array(Tensor window) {
        if (window.attachment() instanceof INDArray known) {
            return known;
        }
        INDArray flat = ((Nd4jStorage) window.storage()).flat;
        INDArray array =
                Nd4j.create(flat.data(), window.shape(), window.strides(), flat.offset() + window.offset(), 'c');
        if (window.attachment() == null) {
            window.attach(array);
        }
        return array;
    }

    /** Returns the address of the first element in host memory. */
    public long address() {
        return flat.data().addressPointer().address(); // which counts a data buffer's own offset
    }

    @Override
    public NumberType type() {
        return type;
    }

    @Override
    public long length() {
        return flat.length();
    }

    @Override
    public void write(Tensor window, float[] values) {
        // As an array of floats ND4J would copy them one by one.
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        DataBuffer buffer = Nd4j.createBuffer(bytes, DataType.FLOAT, values.length);
        array(window).assign(Nd4j.create(buffer, window.shape()).castTo(flat.dataType()));
        Reference.reachabilityFence(bytes);
    }

    @Override
    public void write(Tensor window, double[] values) {
        array(window)
                .assign(Nd4j.createFromArray(values).castTo(flat.dataType()).reshape('c', window.shape()));
    }

    @Override
    public float[] readFloats(Tensor window) {
        return array(window).dup('c').data().asFloat();
    }

    @Override
    public double[] readDoubles(Tensor window) {
        return array(window).dup('c').data().asDouble();
    }

    @Override
    public void free() {
        if (flat.closeable()) {
            flat.close();
        }
    }

    @Override
    public boolean isFreed() {
        return flat.wasClosed();
    }
}
