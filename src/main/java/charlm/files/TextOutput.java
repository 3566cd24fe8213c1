package charlm.files;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A result that is text: a file, which is replaced atomically once the text is whole, or a stream (a device, a pipe, a
 * socket, a descriptor), which the text is written into and which stays what it is.
 */
public final class TextOutput implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TextOutput.class);

    private final Path target;
    private final Optional<WritableByteChannel> stream;
    private final boolean shared;

    private TextOutput(Path target, Optional<WritableByteChannel> stream, boolean shared) {
        this.target = target;
        this.stream = stream;
        this.shared = shared;
    }

    /**
     * Opens a stream, so that one that cannot be opened is known before the work; a file is not touched. Waits for the
     * reader of a named pipe.
     *
     * @throws OutputException for what can be neither
     */
    public static TextOutput open(Path target) {
        OutputTarget to = OutputTarget.of(target).requireText("name a file");
        if (!to.isStream()) {
            return new TextOutput(target, Optional.empty(), false);
        }
        LOG.info(
                "{} is a {}: the text goes straight into it, and no file beside it",
                target,
                to.kind().words());
        try {
            return new TextOutput(
                    target, Optional.of(channel(to)), to.ownDescriptor().isPresent());
        } catch (IOException e) {
            throw new OutputException(
                    target,
                    "cannot be opened (" + AtomicFile.reason(e) + "); is the program that reads it running?",
                    e);
        }
    }

    private static WritableByteChannel channel(OutputTarget to) throws IOException {
        return switch (to.kind()) {
            case SOCKET -> SocketChannel.open(UnixDomainSocketAddress.of(to.file()));
            case DESCRIPTOR -> descriptor(to);
            default -> FileChannel.open(to.file(), StandardOpenOption.WRITE);
        };
    }

    /**
     * Output and errors of this process are used as they are, since their position is shared with all else that goes
     * there. Other descriptors are opened again, and appended to.
     */
    private static WritableByteChannel descriptor(OutputTarget to) throws IOException {
        Optional<FileDescriptor> shared = to.ownDescriptor();
        return shared.isPresent()
                ? new FileOutputStream(shared.get()).getChannel()
                : FileChannel.open(to.file(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Returns whether {@code target} is a stream. */
    public static boolean isStream(Path target) {
        return OutputTarget.of(target).isStream();
    }

    /** Writes the whole text in UTF-8; throws {@link OutputException}. */
    public void write(String text) {
        if (stream.isEmpty()) {
            AtomicFile.writeText(target, text);
            return;
        }
        try {
            AtomicFile.writeFully(stream.get(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new OutputException(
                    target,
                    "cannot be written (" + AtomicFile.reason(e) + "); "
                            + (OutputTarget.of(target).kind() == OutputTarget.Kind.DEVICE
                                    ? "name another file"
                                    : "did the program that reads it end?"),
                    e);
        }
    }

    /** Ends a stream, unless it is the output of this process. */
    @Override
    public void close() {
        if (stream.isPresent() && !shared) {
            try {
                stream.get().close();
            } catch (IOException e) {
                throw new OutputException(target, "cannot be written (" + AtomicFile.reason(e) + ")", e);
            }
        }
    }
}
