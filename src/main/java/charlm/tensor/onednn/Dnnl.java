package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import charlm.tensor.Tensor;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.buffer.DataType;

/** The CPU engine and stream of oneDNN, with the cache of prepared primitives and the words to describe memory. */
final class Dnnl implements AutoCloseable {
    private static final int PROBED = 16;

    /** The number of the second operand of the second operation that follows a primitive's own. */
    static final int SECOND_POST_OP = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * 2 | DNNL_ARG_SRC_1;

    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final PlanCache cache = new PlanCache();
    private final PlanKey key = new PlanKey();

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

    /** Returns whether there is a bfloat16 kernel for this processor at all, be it slow; without AVX-512 there is none. */
    boolean computesBfloat16() {
        memory.desc matrix = desc(DataType.BFLOAT16, new long[] {PROBED, PROBED}, new long[] {PROBED, 1});
        try {
            matmul(matrix, matrix, null, matrix, deterministic()).close();
            return true;
        } catch (RuntimeException e) { // how the bindings pass on what oneDNN throws
            return false;
        }
    }

    engine engine() {
        return engine;
    }

    PlanCache cache() {
        return cache;
    }

    /** Returns the one reusable key, started for {@code operation}. */
    PlanKey key(Operation operation) {
        return key.of(operation);
    }

    Plan newPlan() {
        return new Plan(engine, stream);
    }

    /** Returns an empty attribute set that asks for the same bits in every run. */
    static primitive_attr deterministic() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_deterministic(true);
        return attributes;
    }

    /** Returns attributes that add the product to what the output holds. */
    static primitive_attr accumulating() {
        post_ops operations = new post_ops();
        operations.append_sum();
        return deterministic(operations);
    }

    /** Returns attributes that multiply the product by {@code scale}. */
    static primitive_attr scaled(float scale) {
        if (scale == 1) {
            return deterministic();
        }
        post_ops operations = new post_ops();
        operations.append_eltwise(algorithm.eltwise_linear.value, scale, 0);
        return deterministic(operations);
    }

    /** Returns attributes that do {@code operations} to the product. */
    static primitive_attr deterministic(post_ops operations) {
        primitive_attr attributes = deterministic();
        attributes.set_post_ops(operations);
        return attributes;
    }

    /** Describes memory of some type, extents and strides (in elements). */
    static memory.desc desc(DataType type, long[] dims, long[] strides) {
        return new memory.desc(dims, ofDnnl(type), strides);
    }

    private static memory.data_type ofDnnl(DataType type) {
        if (type == DataType.UINT8) { // another name of a constant, which no switch takes
            return memory.data_type.u8;
        }
        return type == DataType.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
    }

    /** Describes {@code tensor} as it lies. */
    static memory.desc desc(Tensor tensor) {
        long[] dims = new long[tensor.rank()];
        long[] strides = new long[tensor.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = tensor.dim(axis);
            strides[axis] = tensor.stride(axis);
        }
        return desc(tensor.dataType(), dims, strides);
    }

    /** Describes a matrix as its transpose. */
    static memory.desc transposed(Tensor matrix) {
        return desc(matrix.dataType(), new long[] {matrix.dim(1), matrix.dim(0)}, new long[] {
            matrix.stride(1), matrix.stride(0)
        });
    }

    /** Describes elements that lie one after the other. */
    static memory.desc vector(DataType type, long count) {
        return desc(type, new long[] {count}, new long[] {1});
    }

    /** Describes a contiguous matrix. */
    static memory.desc matrix(DataType type, long rows, long columns) {
        return desc(type, new long[] {rows, columns}, new long[] {columns, 1});
    }

    /** Describes a vector as a matrix of one row. */
    static memory.desc row(Tensor vector) {
        return desc(vector.dataType(), new long[] {1, vector.length()}, new long[] {vector.length(), 1});
    }

    /** Returns a plan for out = source weights, with these three as its arguments. */
    Plan matmulPlan(memory.desc source, memory.desc weights, memory.desc out, primitive_attr attributes) {
        return matmulPlan(source, weights, null, out, attributes);
    }

    /** Returns a plan for out = source weights + bias, whose last argument is the bias unless that is null. */
    Plan matmulPlan(
            memory.desc source, memory.desc weights, memory.desc bias, memory.desc out, primitive_attr attributes) {
        Plan plan = newPlan()
                .executing(matmul(source, weights, bias, out, attributes))
                .argument(DNNL_ARG_SRC, source)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DST, out);
        return bias == null ? plan : plan.argument(DNNL_ARG_BIAS, bias);
    }

    private matmul matmul(
            memory.desc source, memory.desc weights, memory.desc bias, memory.desc out, primitive_attr attributes) {
        matmul.primitive_desc description = bias == null
                ? new matmul.primitive_desc(engine, source, weights, out, attributes, false)
                : new matmul.primitive_desc(engine, source, weights, bias, out, attributes, false);
        return new matmul(description);
    }

    @Override
    public void close() {
        cache.close();
        stream.close();
        engine.close();
    }
}
