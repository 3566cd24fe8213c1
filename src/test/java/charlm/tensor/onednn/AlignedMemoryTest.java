package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charlm.golden.TestEngines;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import charlm.tensor.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors and matrix tiles fill cache lines, so that whatever an engine hands out starts on one. */
class AlignedMemoryTest {
    private static final int LINE_BYTES = 64;

    private static long bytesBeyondLine(Tensor tensor) {
        return HostMemory.pointer(tensor).address() % LINE_BYTES;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "BFLOAT16"})
    void memoryOfEveryLengthStartsOnACacheLineAndIsZero(NumberType type) {
        for (int length = 1; length < 200; length += 13) {
            Tensor tensor = AlignedMemory.allocate(type, length);
            assertEquals(0, bytesBeyondLine(tensor));
            assertEquals(length, tensor.length());
            assertArrayEquals(new float[length], tensor.toFloats());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "BFLOAT16"})
    void scratchAndTensorsOfAPassStartOnACacheLine(NumberType type) {
        assumeTrue(type == NumberType.FLOAT || TestEngines.computeBfloat16());
        try (OneDnnEngine engine = new OneDnnEngine(1, type)) {
            Workspace workspace = new Workspace(engine);
            PackedSequences rows = PackedSequences.uniform(3, 5);
            workspace.begin(PassShape.uniform(rows, 7));
            for (int width = 1; width < 100; width += 7) {
                assertEquals(0, bytesBeyondLine(workspace.take(3, width)));
                assertEquals(0, bytesBeyondLine(workspace.takeActivation(3, width)));
                assertEquals(0, bytesBeyondLine(new Scratch(type).matrix(3, width)));
            }
        }
    }

    @Test
    void aPartIsAViewMadeOnce() {
        Tensor matrix = AlignedMemory.allocate(NumberType.FLOAT, 6, 2).set(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Tensor part = HostMemory.part(matrix, 2, 4);
        assertArrayEquals(new float[] {4, 5, 6, 7}, part.toFloats());
        assertEquals(part, HostMemory.part(matrix, 2, 4));
        assertEquals(matrix, HostMemory.part(matrix, 0, 6));
    }
}
