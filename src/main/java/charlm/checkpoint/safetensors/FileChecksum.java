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
 * The checksum that a parameter file of ours carries in its metadata: SHA-256 of the whole file, computed with the
 * checksum's own digits written as zeros.
 *
 * <p>A file with any {@code charlm.*} key must carry a matching one. There are several such keys, so no single damaged bit
 * turns a file of ours into one of another maker, which needs none.
 */
final class FileChecksum {
    static final String KEY = "charlm.checksum";

    private static final String OUR_KEYS = "charlm.";
    private static final int DIGITS = 64;
    private static final byte[] ZEROS = "0".repeat(DIGITS).getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final byte[] json;
    private final int room; // where in the header the digits stand

    private FileChecksum(byte[] json, byte[] digits) {
        this.json = json;
        room = indexOf(json, digits);
        digest = Sha256.digest();
    }

    static boolean isNeeded(Map<String, String> metadata) {
        return metadata.keySet().stream().anyMatch(key -> key.startsWith(OUR_KEYS));
    }

    /** Returns {@code metadata} behind room for a checksum, or as it is when it needs none. */
    static Map<String, String> withRoom(Map<String, String> metadata) {
        if (!isNeeded(metadata)) {
            return metadata;
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put(KEY, ""); // first, so that nothing a user typed can be taken for its digits
        all.putAll(metadata);
        all.put(KEY, new String(ZEROS, StandardCharsets.US_ASCII));
        return all;
    }

    /** Starts the checksum of a file to be written, whose header has room for it. */
    static FileChecksum ofNew(byte[] json) {
        return new FileChecksum(json, ZEROS);
    }

    /** Starts the checksum of a file that was read; throws unless its header carries one, written plainly. */
    static FileChecksum ofExisting(Path file, byte[] json, Map<String, String> metadata) {
        String digits = metadata.get(KEY);
        if (digits == null) {
            throw new CheckpointException(file, "has charlm metadata but no " + KEY + "; it is damaged, use a copy");
        }
        FileChecksum checksum = new FileChecksum(json, digits.getBytes(StandardCharsets.UTF_8));
        if (digits.length() != DIGITS || checksum.room < 0) {
            throw new CheckpointException(file, "its " + KEY + " is no SHA-256; it is damaged, use a copy");
        }
        return checksum;
    }

    /** Adds the length of the header and the header itself, with zeros for the digits. */
    void addHeader(ByteBuffer length) {
        digest.update(length);
        digest.update(json, 0, room);
        digest.update(ZEROS);
        digest.update(json, room + DIGITS, json.length - room - DIGITS);
    }

    void addData(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Writes the digits into the header; ends the checksum. */
    void fillIn() {
        byte[] digits = Sha256.digits(digest).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, json, room, DIGITS);
    }

    /** Throws unless the header carries these digits; ends the checksum. */
    void require(Path file) {
        String carried = new String(json, room, DIGITS, StandardCharsets.US_ASCII);
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
