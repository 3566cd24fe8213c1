package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch files made to attack: each is built for real, refused with the reason, runs nothing and costs little memory. */
final class HostilePickleTest {
    /** Everything that a state dict may be written with; what is not here is refused by number. */
    private static final String ALLOWED =
            "80 95 28 4e 88 89 4b 4d 4a 8a 47 8c 58 55 54 8d 43 42 8e 96 29 85 86 87 74 91 5d 8f 7d 61 65 90 73 75 71 72"
                    + " 94 68 6a 63 93 52 62 51 2e";

    private static final int STORAGE_BYTES = 4 * Float.BYTES;
    private static final int MANY = 2_200_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch._utils._rebuild_sparse_tensor",
                "torch._utils._rebuild_qtensor",
                "torch._utils._rebuild_meta_tensor_no_storage",
                "torch.ComplexFloatStorage"
            })
    void aTensorOfAnotherKindIsRefusedWithTheWayToAPlainOne(String global) throws IOException {
        int dot = global.lastIndexOf('.');
        Pickle pickle = new Pickle()
                .global(global.substring(0, dot), global.substring(dot + 1))
                .op('.');
        String said = refusal(TorchFiles.zip(pickle, STORAGE_BYTES));
        assertTrue(said.contains("it asks for " + global + ", which"), said);
        assertTrue(said.contains("save plain real tensors: v.to_dense()"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.system",
                "posix.system",
                "nt.system",
                "builtins.eval",
                "builtins.exec",
                "builtins.getattr",
                "builtins.__import__",
                "__builtin__.apply",
                "subprocess.Popen",
                "torch.load",
                "torch.hub.load",
                "torch.serialization.load",
                "runpy._run_code",
                "pickle.loads",
                "collections.defaultdict",
                "torch._utils._rebuild_tensor",
                "torch.nn.modules.linear.Linear",
                "numpy.core.multiarray._reconstruct"
            })
    void aGlobalThatAStateDictDoesNotNeedIsRefusedByNameAndNotRun(String global) throws IOException {
        Path marker = folder.resolve("owned");
        String module = global.substring(0, global.lastIndexOf('.'));
        String name = global.substring(global.lastIndexOf('.') + 1);
        Pickle[] ways = {
            new Pickle()
                    .op(0x80, 2)
                    .global(module, name)
                    .text("touch " + marker)
                    .op(0x85, 'R', '.'),
            new Pickle()
                    .op(0x80, 4)
                    .text(module)
                    .text(name)
                    .op(0x93)
                    .text("touch " + marker)
                    .op(0x85, 'R', '.'),
            new Pickle().op('}').text("a").global(module, name).op('s', '.'), // not even called
        };
        for (Pickle way : ways) {
            assertTrue(refusal(TorchFiles.zip(way, STORAGE_BYTES)).contains("it asks for " + global + ", which"));
            assertTrue(refusal(legacy(way)).contains("it asks for " + global + ", which"));
        }
        assertFalse(Files.exists(marker));
    }

    @Test
    void everyOtherOpcodeIsRefusedByNumber() throws IOException {
        Set<Integer> allowed = Stream.of(ALLOWED.split(" "))
                .map(hex -> Integer.parseInt(hex, 16))
                .collect(Collectors.toSet());
        int refused = 0;
        for (int opcode = 0; opcode < 256; opcode++) {
            if (!allowed.contains(opcode)) {
                String expected =
                        String.format(Locale.ROOT, "opcode 0x%02x at byte 1 is not allowed in a state dict", opcode);
                String reason =
                        refusal(TorchFiles.zip(new Pickle().op('}', opcode).raw("0\n0\n."), STORAGE_BYTES));
                assertTrue(reason.contains(expected), reason);
                refused++;
            }
        }
        assertEquals(256 - 45, refused);
    }

    static Stream<Arguments> pickles() {
        long[] four = {4};
        long[] one = {1};
        return Stream.of(
                hostile("items set on a list", new Pickle().op(']').text("a").op('N', 's', '.'), "no dict"),
                hostile(
                        "items set on a tuple",
                        new Pickle().op(')', '(').text("a").op('N', 'u', '.'),
                        "no dict"),
                hostile("items set on a text", new Pickle().text("x").text("a").op('N', 's', '.'), "no dict"),
                hostile(
                        "items set on a tensor",
                        new Pickle().tensorOver("0", 4, four, one).text("shape").op('N', 's', '.'),
                        "no dict"),
                hostile("items set on a global", torchGlobal().text("a").op('N', 's', '.'), "no dict"),
                hostile(
                        "a dict as its own key",
                        new Pickle().op('}', 'q', 0, 'h', 0, 'N', 's', '.'),
                        "a list or a dict as a key"),
                hostile("appending to a dict", new Pickle().op('}', 'N', 'a', '.'), "no list"),
                hostile("appending to a tuple", new Pickle().op(')', 'N', 'a', '.'), "no list"),
                hostile("the state of a global", torchGlobal().op('}', 'b', '.'), "state of something"),
                hostile(
                        "the state of a tensor",
                        new Pickle().tensorOver("0", 4, four, one).op('}', 'b', '.'),
                        "state"),
                hostile("a call of a text", new Pickle().text("os").op(')', 'R', '.'), "no function"),
                hostile(
                        "a call of a type",
                        new Pickle().global("torch", "FloatStorage").op(')', 'R', '.'),
                        "no function"),
                hostile("a call without a tuple", torchGlobal().op('N', 'R', '.'), "no tuple of arguments"),
                hostile("a dict made with arguments", torchGlobal().op('N', 0x85, 'R', '.'), "made with arguments"),
                hostile("a global named by numbers", new Pickle().op('K', 1, 'K', 2, 0x93, '.'), "no text"),
                hostile(
                        "a persistent id that is a text",
                        new Pickle().text("/etc/passwd").op('Q', '.'),
                        "wrong kind"),
                hostile(
                        "a storage of -1 elements",
                        new Pickle().storage("0", -1).op('.'),
                        "wrong kind"),
                hostile("a storage of 2^62", oneTensor("0", 1L << 62), "claims 4611686018427387904 elements"),
                hostile("a storage larger than its entry", oneTensor("0", 5), "should hold 5 elements"),
                hostile("a storage smaller than its entry", oneTensor("0", 3), "does not lie in its storage of 3"),
                hostile(
                        "a storage declared in two ways",
                        new Pickle().storage("0", 4).storage("0", 3).op('.'),
                        "declared in two ways"),
                hostile(
                        "a storage outside of the zip",
                        oneTensor("../../etc/passwd", 4),
                        "lacks data/../../etc/passwd"),
                hostile(
                        "a storage that hardly anybody views",
                        Pickle.stateDict(new Pickle().storage("0", 1000), 0, one, one),
                        "should hold 1000 elements"),
                hostile(
                        "a shape beyond 2^63",
                        tensor(new long[] {1L << 62, 1L << 62}, new long[] {1, 1}),
                        "lie in its"),
                hostile(
                        "a shape of one element many times",
                        tensor(new long[] {1L << 40}, new long[] {0}),
                        "lie in its"),
                hostile("a negative stride", tensor(new long[] {2}, new long[] {-1}), "no number from 0 on"),
                hostile("a shape of a million", tensor(new long[1_000_000], new long[1_000_000]), "wrong kind"),
                hostile("a hundred thousand copies of one storage", copies(), "its tensors have 400000 elements"),
                hostile(
                        "a view that its offset leads out of its storage",
                        Pickle.stateDict(new Pickle().storage("0", 4), 1, four, one),
                        "does not lie in its storage of 4"),
                hostile("a shape of 33 dimensions", tensor(ones(33), new long[33]), "wrong kind"),
                hostile(
                        "a storage that views another",
                        new Pickle()
                                .op('(')
                                .text("storage")
                                .global("torch", "FloatStorage")
                                .text("0")
                                .text("cpu")
                                .number(4)
                                .op(')', 't', 'Q', '.'),
                        "a storage is a view of another"),
                hostile(
                        "a parameter of nothing",
                        new Pickle()
                                .global("torch._utils", "_rebuild_parameter")
                                .op('N', 0x85, 'R', '.'),
                        "made of something that is no tensor"),
                hostile("a memo that was never written", new Pickle().op('h', 7, '.'), "recalls value 7"),
                hostile(
                        "a memo at a negative place",
                        new Pickle().op('}', 'r').int32(-1).op('.'),
                        "remembers too much"),
                hostile("a list that holds itself as a shape", selfAsShape(), "no number from 0 on"),
                hostile("lists that double thirty times", doubled(), "no number from 0 on"),
                hostile(
                        "a text of 2 GiB",
                        new Pickle().op('X').int32(Integer.MAX_VALUE).op('.'),
                        "does not fit the file"),
                hostile("a text of 4 GiB", new Pickle().op('X').int32(-1).op('.'), "4294967295 bytes does not fit"),
                hostile("a number beyond the file", new Pickle().op(0x8a, 255).repeat(254, 1), "ends in the middle"),
                hostile(
                        "bytes of 2 GiB",
                        new Pickle().op('B').int32(Integer.MAX_VALUE).op('.'),
                        "does not fit the"),
                hostile(
                        "bytes of 2^63",
                        new Pickle().op(0x8e).repeat(8, 0xff).op('.'),
                        "an entry of -1 bytes does not fit"),
                hostile("a text of 2^63", new Pickle().op(0x8d).repeat(8, 0xff).op('.'), "a text of -1 bytes"),
                hostile(
                        "a set of a number",
                        new Pickle().global("builtins", "set").op('K', 1, 0x85, 'R', '.'),
                        "no list"),
                hostile(
                        "bytes of a tensor",
                        new Pickle()
                                .global("_codecs", "encode")
                                .tensorOver("0", 4, four, one)
                                .op(0x85, 'R', '.'),
                        "no text or number"),
                hostile(
                        "a type that is no element type",
                        new Pickle()
                                .global("torch._utils", "_rebuild_tensor_v3")
                                .op('(')
                                .storage("0", 4)
                                .op('K', 0, ')', ')', 0x89, '}', 'N', 't', 'R', '.'),
                        "wrong kind"),
                hostile(
                        "the state of a list",
                        new Pickle().op(']', '}', 'b', '.'),
                        "sets the state of something that is no dict"),
                hostile(
                        "a dict as the state of bytes",
                        new Pickle().op('C', 0, '}', 'b', '.'),
                        "sets the state of something that is no dict"),
                hostile("a state dict too deep", nested(9), "no tensor"),
                hostile("lists that hold each other", mutualLists(), "no state dict"),
                hostile(
                        "lists of a million lists",
                        new Pickle().op(']', '(').repeat(1_000_000, ']').op('e', '.'),
                        "no s"),
                hostile(
                        "a number of 2 GiB",
                        new Pickle().op(0x8b).int32(Integer.MAX_VALUE).op('.'),
                        "opcode 0x8b"),
                hostile("a frame of 2^63", new Pickle().op(0x95).repeat(8, 0xff).op('.'), "a frame of -1 bytes"),
                hostile("a protocol of the future", new Pickle().op(0x80, 6, '}', '.'), "protocol 6"),
                hostile("a text that is no UTF-8", new Pickle().op('X').int32(1).op(0xff, '.'), "not UTF-8"),
                hostile("lists without end", new Pickle().repeat(MANY, ']').op('.'), "more than 2097152 opcodes"),
                hostile("marks without end", new Pickle().repeat(MANY, '(').op('.'), "more than 2097152 opcodes"),
                hostile(
                        "a memo without end",
                        new Pickle().op('}').repeat(MANY, 0x94).op('.'),
                        "remembers too much"),
                hostile(
                        "tuples in tuples",
                        new Pickle().op('N').repeat(1_000_000, 0x85).op('.'),
                        "no state dict"),
                hostile("tuples in tuples as a value", nestedValue(), "its entry a is no tensor"),
                hostile(
                        "a name without end",
                        new Pickle().op('c').repeat(MANY, 'x').op('\n', '\n', '.'),
                        "more than 1024"),
                hostile("an end without a value", new Pickle().op('.'), "takes a value that is not there"),
                hostile("a tuple without a mark", new Pickle().op('t', '.'), "from a mark that is not there"),
                hostile("no end", new Pickle().op('}'), "ends in the middle"),
                hostile("values left behind", new Pickle().op('}', '}', '.'), "leaves 1 values behind"),
                hostile("nothing", new Pickle(), "ends in the middle"));
    }

    private static Arguments hostile(String name, Pickle pickle, String reason) {
        return Arguments.of(name, pickle, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pickles")
    void aPickleThatIsNoStateDictIsRefusedInLittleMemory(String name, Pickle pickle, String reason) throws IOException {
        String said = refusal(TorchFiles.zip(pickle, STORAGE_BYTES));
        assertTrue(said.contains(reason), said);
        refusal(legacy(pickle));
    }

    /** A state dict within {@code depth} dicts. */
    private static Pickle nested(int depth) {
        Pickle pickle = new Pickle();
        for (int i = 0; i < depth; i++) {
            pickle.op('}').text("a");
        }
        pickle.op('}').text("tok_emb.weight").tensorOver("0", 4, new long[] {4}, new long[] {1});
        return pickle.repeat(depth + 1, 's').op('.');
    }

    private static Pickle mutualLists() {
        return new Pickle().op(']', 'q', 0, ']', 'q', 1, 'h', 0, 'a', 'a', '.');
    }

    private static Pickle torchGlobal() {
        return new Pickle().global("collections", "OrderedDict");
    }

    private static Pickle tensor(long[] shape, long... strides) {
        return Pickle.stateDict(new Pickle().storage("0", 4), 0, shape, strides);
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Pickle oneTensor(String key, long elements) {
        return Pickle.stateDict(new Pickle().storage(key, elements), 0, new long[] {4}, 1);
    }

    private static Pickle copies() {
        Pickle pickle = new Pickle().op('}').text("first").tensorOver("0", 4, new long[] {4}, new long[] {1});
        pickle.op('q', 1, 's', '(');
        for (int i = 1; i < 100_000; i++) {
            pickle.text("a" + i).op('h', 1);
        }
        return pickle.op('u', '.');
    }

    private static Pickle selfAsShape() {
        return new Pickle()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("0", 4)
                .number(0)
                .op(']', 'q', 1, ']', 'h', 1, 'a', 'a') // a list in a list that is its own element
                .op('h', 1, 0x89, '}', 't', 'R', '.');
    }

    private static Pickle doubled() {
        Pickle pickle = new Pickle().op(')', 'q', 0);
        for (int i = 0; i < 30; i++) {
            pickle.op('h', i, 'h', i, 0x86, 'q', i + 1);
        }
        pickle.global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage("0", 4)
                .number(0);
        return pickle.op('h', 30, 'h', 30, 0x89, '}', 't', 'R', '.');
    }

    private static Pickle nestedValue() {
        return new Pickle().op('}').text("a").op('N').repeat(1_000_000, 0x85).op('s', '.');
    }

    private static byte[] legacy(Pickle pickle) {
        return TorchFiles.legacy(pickle, TorchFiles.keys("0"), 4, STORAGE_BYTES);
    }

    private String refusal(byte[] bytes) throws IOException {
        return TorchFiles.refusal(folder, bytes);
    }
}
