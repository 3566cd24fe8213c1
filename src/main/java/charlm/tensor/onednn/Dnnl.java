package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import charlm.tensor.NumberType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/** The CPU engine and stream of oneDNN, and the kernels that run there. */
final class Dnnl implements AutoCloseable {
    private static final int PROBED = 16;
    private static final int BIAS = 3; // the argument of a matmul that may be left out

    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final List<Kernel> kernels = new ArrayList<>();
    private final Kernel matmul = kernel(this::matmul, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS);

    /** Returns the library's version and the best instruction set it uses here. */
    static String version() {
        dnnl_version_t version = dnnl.dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + ", " + dnnl.get_effective_cpu_isa();
    }

    /** Returns whether that instruction set multiplies bfloat16: AVX512-BF16, which AVX10 and AMX include. */
    static boolean multipliesBfloat16() {
        String isa = dnnl.get_effective_cpu_isa().toString();
        return isa.contains("bf16") || isa.contains("avx10") || isa.contains("amx");
    }

    /**
     * Returns whether there is a bfloat16 kernel for this processor at all, be it slow; without AVX-512 there is none.
     */
    boolean computesBfloat16() {
        memory.desc matrix = layout(NumberType.BFLOAT16, new long[] {PROBED, PROBED}, new long[] {PROBED, 1});
        try {
            matmul(new memory.desc[] {matrix, matrix, matrix}, deterministic()).close();
            return true;
        } catch (RuntimeException e) { // how the bindings pass on what oneDNN throws
            return false;
        }
    }

    engine engine() {
        return engine;
    }

    /** Returns a new kernel, closed with this; see {@link Kernel#Kernel}. */
    Kernel kernel(Kernel.Maker maker, int... numbers) {
        Kernel kernel = new Kernel(engine, stream, maker, numbers);
        kernels.add(kernel);
        return kernel;
    }

    /** Returns the kernel of left right = out; a bias, (1, columns), may follow. */
    Kernel matmul() {
        return matmul;
    }

    private matmul matmul(memory.desc[] layouts, primitive_attr attributes) {
        return new matmul(
                layouts.length == BIAS
                        ? new matmul.primitive_desc(engine, layouts[0], layouts[1], layouts[2], attributes, false)
                        : new matmul.primitive_desc(
                                engine, layouts[0], layouts[1], layouts[BIAS], layouts[2], attributes, false));
    }

    /** Returns attributes that ask for the same bits in every run. */
    static primitive_attr deterministic() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_deterministic(true);
        return attributes;
    }

    /** Describes memory of some type, extents and strides (in elements). */
    static memory.desc layout(NumberType type, long[] extents, long[] strides) {
        return new memory.desc(extents, dataType(type), strides);
    }

    private static memory.data_type dataType(NumberType type) {
        return switch (type) {
            case FLOAT -> memory.data_type.f32;
            case DOUBLE -> memory.data_type.f64;
            case BFLOAT16 -> memory.data_type.bf16;
            case UINT8 -> memory.data_type.u8;
        };
    }

    @Override
    public void close() {
        kernels.forEach(Kernel::close);
        stream.close();
        engine.close();
    }
}
