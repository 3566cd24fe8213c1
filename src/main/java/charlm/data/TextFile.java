package charlm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file, read strictly as UTF-8: CRLF and a lone CR become LF, a byte order mark is dropped.
 *
 * @param path where it was read from, for messages
 * @param text what it holds, never empty
 */
record TextFile(Path path, String text) {
    private static final Logger LOG = LoggerFactory.getLogger(TextFile.class);
    private static final long MAX_BYTES = 1L << 30;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_BIG_ENDIAN_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] UTF_16_LITTLE_ENDIAN_MARK = {(byte) 0xFF, (byte) 0xFE};

    TextFile {
        if (text.isEmpty()) {
            throw InputException.in(path, "the file is empty; it must hold at least one character of text");
        }
    }

    /** Reads {@code path}; throws {@link InputException} when it is no readable UTF-8 text, or empty. */
    static TextFile read(Path path) {
        byte[] bytes = readBytes(path);
        if (startsWith(bytes, UTF_16_BIG_ENDIAN_MARK) || startsWith(bytes, UTF_16_LITTLE_ENDIAN_MARK)) {
            throw InputException.in(path, "the file is UTF-16 (it begins with that byte order mark); save it as UTF-8");
        }
        int begin = 0;
        if (startsWith(bytes, UTF_8_MARK)) {
            LOG.info("{}: dropped the byte order mark at its beginning", path);
            begin = UTF_8_MARK.length;
        }
        return new TextFile(path, withLineFeeds(decode(path, bytes, begin)));
    }

    /** Returns the lines without their ends; a final line end makes no extra line. */
    List<String> lines() {
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return List.of(body.split("\n", -1));
    }

    /** Returns {@code text} with CRLF and lone CR written as LF. */
    static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static byte[] readBytes(Path path) {
        if (Files.isDirectory(path)) {
            throw InputException.in(path, "this is a directory; a text file is needed");
        }
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw InputException.in(
                        path, "the file has " + size + " bytes, more than the " + MAX_BYTES + " allowed; split it");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new InputException(path + ": no such file; check the path", e);
        } catch (AccessDeniedException e) {
            throw new InputException(path + ": no permission to read the file; check its access rights", e);
        } catch (IOException e) {
            throw new InputException(path + ": the file cannot be read (" + e.getMessage() + "); check the path", e);
        }
    }

    private static String decode(Path path, byte[] bytes, int begin) {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(begin);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line =
                    1 + (int) withLineFeeds(text).chars().filter(c -> c == '\n').count();
            String problem = "byte 0x%02X at byte offset %d (counted from 0) is not valid UTF-8; save the file as UTF-8"
                    .formatted(in.get(in.position()), in.position());
            throw InputException.at(path, line, problem);
        }
        return text;
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(mark, 0, mark.length, bytes, 0, mark.length);
    }
}
