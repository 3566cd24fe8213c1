import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints SHA-256 digests of the tensors of safetensors files: {@code java ci/TensorDigest.java FILE...}. Each line is FILE,
 * TENSOR and DIGEST, separated by tabs. The last line of a file has {@code *} for TENSOR and the digest over all tensors.
 *
 * <p>The digest of a tensor is SHA-256 of its name, its dtype and its shape, each in UTF-8 and followed by a zero byte, and of
 * its bytes as the file stores them. The shape is the dimensions in decimal with commas between them. The digest over all is
 * SHA-256 of the digests of the tensors, 32 bytes each, in the order of their names. Metadata are not hashed, so runs that
 * differ only in the command that started them have the same digests.
 *
 * <p>It uses no class of charlm: {@code ci/same-bits} compares states of the program that may lack such a command.
 */
final class TensorDigest {
    private static final int LENGTH_BYTES = 8;
    private static final String METADATA = "__metadata__";

    private TensorDigest() {}

    public static void main(String[] files) throws IOException, NoSuchAlgorithmException {
        for (String file : files) {
            Map<String, byte[]> digests = digests(Path.of(file));
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            digests.forEach((name, digest) -> {
                all.update(digest);
                print(file, name, digest);
            });
            print(file, "*", all.digest());
        }
    }

    private static void print(String file, String name, byte[] digest) {
        System.out.println(file + "\t" + name + "\t" + HexFormat.of().formatHex(digest));
    }

    /** Returns the digest of each tensor in the order of their names. */
    private static Map<String, byte[]> digests(Path file) throws IOException, NoSuchAlgorithmException {
        Map<String, byte[]> digests = new TreeMap<>();
        try (FileChannel channel = FileChannel.open(file)) {
            int headerLength = Math.toIntExact(read(channel, 0, LENGTH_BYTES).getLong());
            String json = StandardCharsets.UTF_8.decode(read(channel, LENGTH_BYTES, headerLength)).toString();
            for (Map.Entry<String, Object> entry : new Json(json).object().entrySet()) {
                if (!entry.getKey().equals(METADATA)) {
                    digests.put(
                            entry.getKey(),
                            digest(channel, LENGTH_BYTES + headerLength, entry.getKey(), (Map<?, ?>) entry.getValue()));
                }
            }
        }
        return digests;
    }

    private static byte[] digest(FileChannel channel, long dataStart, String name, Map<?, ?> tensor)
            throws IOException, NoSuchAlgorithmException {
        String shape = (String) tensor.get("shape");
        String[] offsets = ((String) tensor.get("data_offsets")).split(",");
        long begin = Long.parseLong(offsets[0]);
        long end = Long.parseLong(offsets[1]);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String description = name + '\0' + tensor.get("dtype") + '\0' + shape + '\0';
        digest.update(description.getBytes(StandardCharsets.UTF_8));
        digest.update(read(channel, dataStart + begin, Math.toIntExact(end - begin)));
        return digest.digest();
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("ended at byte " + (position + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** Reads the JSON of a header: objects, strings, and arrays of numbers, which stay text without blanks. */
    private static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Map<String, Object> object() {
            Map<String, Object> fields = new LinkedHashMap<>();
            require('{');
            while (next() != '}') {
                if (!fields.isEmpty()) {
                    require(',');
                    next();
                }
                String name = string();
                require(':');
                fields.put(name, value());
            }
            at++;
            return fields;
        }

        private Object value() {
            return switch (next()) {
                case '{' -> object();
                case '[' -> numbers();
                default -> string();
            };
        }

        private String numbers() {
            int end = text.indexOf(']', at);
            String numbers = text.substring(at + 1, end).replaceAll("\\s", "");
            at = end + 1;
            return numbers;
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            require('"');
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                string.append(c == '\\' ? escaped() : c);
            }
            at++;
            return string.toString();
        }

        private char escaped() {
            char c = text.charAt(at++);
            return switch (c) {
                case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> c;
            };
        }

        /** Skips blanks and returns the next character without taking it. */
        private char next() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private void require(char wanted) {
            if (next() != wanted) {
                throw new IllegalArgumentException("expected " + wanted + " at character " + at + " of the header");
            }
            at++;
        }
    }
}
