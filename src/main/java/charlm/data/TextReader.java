package charlm.data;

import charlm.files.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a text file strictly as UTF-8, code point by code point, in memory that does not grow with the file. CRLF and a lone
 * CR become LF; a byte order mark is dropped.
 */
public final class TextReader {
    private static final Logger LOG = LoggerFactory.getLogger(TextReader.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    private final LineFeeds sink;
    private long bufferOffset; // in the file, of the start of the buffer

    private TextReader(Path path, IntConsumer sink) {
        this.path = path;
        this.sink = new LineFeeds(sink);
    }

    /**
     * Passes the code points of {@code path} to {@code sink}; throws {@link InputException} when it is empty or not UTF-8.
     */
    static void read(Path path, IntConsumer sink) {
        if (Files.isDirectory(path)) {
            throw new InputException(path, "this is a directory; a text file is needed");
        }
        try (InputStream in = Files.newInputStream(path)) {
            new TextReader(path, sink).readAll(in);
        } catch (NoSuchFileException e) {
            throw new InputException(path, "no such file; check the path", e);
        } catch (AccessDeniedException e) {
            throw new InputException(path, "no permission to read the file; check its access rights", e);
        } catch (IOException e) {
            throw new InputException(path, "the file cannot be read (" + e.getMessage() + "); check the path", e);
        }
    }

    /**
     * Passes the code points of {@code text} to {@code sink}; throws if it is empty. Messages call it {@code path}.
     */
    static void ofText(Path path, String text, IntConsumer sink) {
        LineFeeds lines = new LineFeeds(sink);
        text.codePoints().forEach(lines);
        requireText(path, lines);
    }

    /**
     * Returns the lines of {@code path} without their ends; a final line end makes no extra line. Throws
     * {@link InputException} as {@link #read} does, and at a line that is too long.
     */
    public static List<String> lines(Path path) {
        TextLines lines = new TextLines(path);
        read(path, lines);
        return lines.finish();
    }

    private void readAll(InputStream in) throws IOException {
        boolean atEnd = fill(in);
        requireNoCheckpoint();
        ByteOrderMark.requireUtf8(path, bytes);
        if (ByteOrderMark.skip(bytes)) {
            LOG.info("{}: dropped the byte order mark at its beginning", path);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, atEnd);
            handOn();
            if (result.isError()) {
                throw malformed();
            }
            if (atEnd && result.isUnderflow()) {
                break;
            }
            bufferOffset += bytes.position();
            bytes.compact();
            atEnd = fill(in);
        }
        requireText(path, sink);
    }

    private void requireNoCheckpoint() {
        FileKind kind = FileKind.of(Arrays.copyOf(bytes.array(), Math.min(bytes.limit(), FileKind.HEAD_BYTES)));
        if (kind.isBinary()) {
            throw new InputException(path, "the file is " + kind.label() + ", not a text; name a text file");
        }
    }

    /** Reads until the buffer is full or the file ends, makes it readable and returns whether the file has ended. */
    private boolean fill(InputStream in) throws IOException {
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, count));
        }
        bytes.flip();
        return count < 0;
    }

    private void handOn() {
        chars.flip();
        while (chars.hasRemaining()) {
            char c = chars.get();
            // The decoder writes both halves of a character beyond the BMP or neither.
            sink.accept(Character.isHighSurrogate(c) ? Character.toCodePoint(c, chars.get()) : c);
        }
        chars.clear();
    }

    private InputException malformed() {
        String problem = String.format(
                Locale.ROOT,
                "byte 0x%02X at byte offset %d (counted from 0) is not valid UTF-8; save the file as UTF-8",
                bytes.get(bytes.position()),
                bufferOffset + bytes.position());
        return InputException.at(path, sink.line, problem);
    }

    private static void requireText(Path path, LineFeeds sink) {
        if (sink.line == 1 && !sink.inLine) {
            throw new InputException(path, "the file is empty; it must hold at least one character of text");
        }
    }

    /** Passes CRLF and a lone CR on as LF, and counts the lines. */
    private static final class LineFeeds implements IntConsumer {
        private final IntConsumer sink;
        private boolean afterReturn;
        private boolean inLine; // whether the current line holds anything
        private int line = 1;

        LineFeeds(IntConsumer sink) {
            this.sink = sink;
        }

        @Override
        public void accept(int codePoint) {
            boolean secondHalf = codePoint == '\n' && afterReturn;
            afterReturn = codePoint == '\r';
            if (codePoint == '\n' || afterReturn) {
                if (!secondHalf) {
                    line++;
                    inLine = false;
                    sink.accept('\n');
                }
            } else {
                inLine = true;
                sink.accept(codePoint);
            }
        }
    }
}
