package charlm.checkpoint.safetensors;

import charlm.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The checksum in the metadata of a charlm checkpoint: SHA-256 of the whole file, computed with the checksum's own digits
 * written as zeros.
 *
 * <p>A file with any {@code charlm.*} key must carry a matching one. There are several such keys, so no single damaged bit
 * turns a charlm checkpoint into a foreign file, which needs no checksum.
 */
final class FileChecksum {
    static final String KEY = "charlm.checksum";

    private static final String OUR_KEYS = "charlm.";
    private static final int DIGITS = 64;
    private static final byte[] ZEROS = "0".repeat(DIGITS).getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final byte[] json;
    private final int digitsStart; // in the header, or -1

    private FileChecksum(byte[] json, byte[] digits) {
        this.json = json;
        digitsStart = indexOf(json, digits);
        digest = Sha256.digest();
    }

    static boolean isNeeded(Map<String, String> metadata) {
        return metadata.keySet().stream().anyMatch(key -> key.startsWith(OUR_KEYS));
    }

    /** Returns {@code metadata} behind a checksum of zeros, or unchanged when it needs no checksum. */
    static Map<String, String> withZeroChecksum(Map<String, String> metadata) {
        if (!isNeeded(metadata)) {
            return metadata;
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put(KEY, ""); // first, so that the search for the digits finds no text of the user
        all.putAll(metadata);
        all.put(KEY, new String(ZEROS, StandardCharsets.US_ASCII));
        return all;
    }

    /** Starts the checksum of a file to be written; its header holds zeros for the digits. */
    static FileChecksum ofNew(byte[] json) {
        return new FileChecksum(json, ZEROS);
    }

    /** Starts the checksum of a file that is read; throws {@link CheckpointException} unless its header carries one. */
    static FileChecksum ofExisting(Path file, byte[] json, Map<String, String> metadata) {
        String digits = metadata.get(KEY);
        if (digits == null) {
            throw new CheckpointException(
                    file, "has charlm metadata but no " + KEY + "; the file is damaged, use a copy");
        }
        FileChecksum checksum = new FileChecksum(json, digits.getBytes(StandardCharsets.UTF_8));
        if (digits.length() != DIGITS || checksum.digitsStart < 0) {
            throw new CheckpointException(file, "its " + KEY + " is not a SHA-256; the file is damaged, use a copy");
        }
        return checksum;
    }

    /** Adds the length of the header and the header itself, with zeros for the digits. */
    void addHeader(ByteBuffer length) {
        digest.update(length);
        digest.update(json, 0, digitsStart);
        digest.update(ZEROS);
        digest.update(json, digitsStart + DIGITS, json.length - digitsStart - DIGITS);
    }

    void addData(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Writes the digits into the header and ends the checksum. */
    void fillIn() {
        byte[] digits = Sha256.digits(digest).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, json, digitsStart, DIGITS);
    }

    /** Throws {@link CheckpointException} unless the header carries these digits; ends the checksum. */
    void require(Path file) {
        String carried = new String(json, digitsStart, DIGITS, StandardCharsets.US_ASCII);
        if (!Sha256.digits(digest).equals(carried)) {
            throw new CheckpointException(file, "is damaged: its contents do not match its checksum; use a copy");
        }
    }

    private static int indexOf(byte[] json, byte[] wanted) {
        for (int at = 0; at + wanted.length <= json.length; at++) {
            if (Arrays.equals(json, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
