package charlm.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** What a file is by its first bytes, whatever its name. */
public enum FileKind {
    SAFETENSORS("a checkpoint (safetensors)"),
    ZIP("a zip file, as PyTorch's checkpoints are"),
    TORCH_LEGACY("a checkpoint (PyTorch, legacy)"),
    PICKLE("a Python pickle"),
    TEXT("a text"),
    EMPTY("empty"),
    OTHER("neither a text nor a checkpoint");

    /** How many bytes tell the kind. */
    public static final int HEAD_BYTES = 512;

    private static final byte[] UTF_16_BIG_ENDIAN = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16_LITTLE_ENDIAN = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};
    /** The opcode LONG1 with PyTorch's magic number, which a pickle protocol of 4 or more puts into a frame. */
    private static final byte[] TORCH_MAGIC = HexFormat.of().parseHex("8a0a6cfc9c46f9206aa85019");

    private static final int PROTOCOL_OPCODE = 0x80;
    private static final int MAX_PROTOCOL = 5;
    private static final int FRAME_OPCODE = 0x95;
    private static final int FRAME_BYTES = 9;
    private static final int LENGTH_BYTES = 8;
    private static final String WHITE_SPACE = "\t\n\r\f";
    private static final int DELETE = 0x7f;

    private final String label;

    FileKind(String label) {
        this.label = label;
    }

    /** Returns the kind in words, with its article. */
    public String label() {
        return label;
    }

    /** Returns whether a file of this kind is certainly no text. */
    public boolean isBinary() {
        return this == SAFETENSORS || this == ZIP || this == TORCH_LEGACY || this == PICKLE;
    }

    /** Returns the kind of {@code file}. */
    public static FileKind of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD_BYTES));
        }
    }

    /** Returns the kind of a file that begins with {@code head}, its first {@link #HEAD_BYTES} or all that it has. */
    public static FileKind of(byte[] head) {
        if (head.length == 0) {
            return EMPTY;
        }
        if (hasAt(head, 0, ZIP_SIGNATURE)) {
            return ZIP;
        }
        if (head.length > 1 && (head[0] & 0xff) == PROTOCOL_OPCODE && head[1] >= 0 && head[1] <= MAX_PROTOCOL) {
            boolean framed = head.length > 2 && (head[2] & 0xff) == FRAME_OPCODE;
            return hasAt(head, framed ? 2 + FRAME_BYTES : 2, TORCH_MAGIC) ? TORCH_LEGACY : PICKLE;
        }
        if (isSafetensors(head)) {
            return SAFETENSORS;
        }
        return isText(head) ? TEXT : OTHER;
    }

    /** A header begins behind its length, eight bytes with zeros beside each other; no text has those, not even UTF-16. */
    private static boolean isSafetensors(byte[] head) {
        if (head.length <= LENGTH_BYTES || head[LENGTH_BYTES] != '{') {
            return false;
        }
        for (int i = 1; i < LENGTH_BYTES; i++) {
            if (head[i - 1] == 0 && head[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Text of any encoding has no control characters but white space; UTF-16 has zeros, and begins with a mark. */
    private static boolean isText(byte[] head) {
        if (hasAt(head, 0, UTF_16_BIG_ENDIAN) || hasAt(head, 0, UTF_16_LITTLE_ENDIAN)) {
            return true;
        }
        for (byte value : head) {
            if (value >= 0 && value < ' ' && WHITE_SPACE.indexOf(value) < 0 || value == DELETE) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAt(byte[] bytes, int from, byte[] part) {
        int to = from + part.length;
        return bytes.length >= to && Arrays.equals(bytes, from, to, part, 0, part.length);
    }
}
