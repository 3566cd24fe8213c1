package charlm.files;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the path of an output leads to once all links are followed.
 *
 * @param named the path as it was typed, for messages
 * @param file behind all links, absolute, there or not yet
 */
record OutputTarget(Path named, Path file, Kind kind) {
    private static final int MAX_LINKS = 40; // as Linux
    private static final int TYPE_BITS = 0xf000;
    private static final Pattern DESCRIPTORS = Pattern.compile("/dev/fd|/proc/\\d+(/task/\\d+)?/fd");

    /** The kinds of files, with the bits of {@code st_mode} that name those which Java does not know. */
    enum Kind {
        /** A regular file, or none yet. */
        FILE("file", -1),
        FOLDER("folder", -1),
        LOOP("link that leads back to itself", -1),
        /** Whatever a process has opened: {@code /dev/stdout}, {@code /dev/fd/3}, the pipe of a shell's {@code >(...)}. */
        DESCRIPTOR("stream", -1),
        PIPE("named pipe", 0x1000),
        SOCKET("socket", 0xc000),
        DISK("block device", 0x6000),
        /** A character device, or what this system cannot tell apart. */
        DEVICE("device", 0x2000);

        private final String words;
        private final int type;

        Kind(String words, int type) {
            this.words = words;
            this.type = type;
        }

        String words() {
            return words;
        }
    }

    /** Follows the links of {@code named}; throws {@link OutputException} where they cannot be read. */
    static OutputTarget of(Path named) {
        Path at = named.toAbsolutePath();
        try {
            for (int links = 0; !isDescriptor(at) && Files.isSymbolicLink(at); links++) {
                if (links == MAX_LINKS) {
                    return new OutputTarget(named, named.toAbsolutePath(), Kind.LOOP);
                }
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
            return new OutputTarget(named, at, kind(at));
        } catch (IOException e) {
            throw new OutputException(
                    named, "is a link that cannot be followed (" + AtomicFile.reason(e) + "); name another file", e);
        }
    }

    private static boolean isDescriptor(Path file) throws IOException {
        Path folder = file.getParent();
        return folder != null
                && Files.isDirectory(folder)
                && DESCRIPTORS.matcher(folder.toRealPath().toString()).matches();
    }

    private static Kind kind(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return Kind.FOLDER;
        }
        if (isDescriptor(file)) {
            return Kind.DESCRIPTOR;
        }
        return !Files.exists(file) || Files.isRegularFile(file) ? Kind.FILE : specialKind(file);
    }

    private static Kind specialKind(Path file) throws IOException {
        try {
            int type = (int) Files.getAttribute(file, "unix:mode") & TYPE_BITS;
            for (Kind kind : Kind.values()) {
                if (kind.type == type) {
                    return kind;
                }
            }
            return Kind.DEVICE;
        } catch (UnsupportedOperationException e) { // Windows has no such modes
            return Kind.DEVICE;
        }
    }

    /** Returns whether text is written straight into it. Text on a disk would destroy what the disk holds. */
    boolean isStream() {
        return switch (kind) {
            case DESCRIPTOR, PIPE, SOCKET, DEVICE -> true;
            case FILE, FOLDER, LOOP, DISK -> false;
        };
    }

    /** Returns output or errors of this process, where it is one of them. */
    Optional<FileDescriptor> ownDescriptor() {
        String own = "/proc/" + ProcessHandle.current().pid() + "/";
        if (kind != Kind.DESCRIPTOR || !canonical().startsWith(own) && !file.startsWith("/dev/fd")) {
            return Optional.empty();
        }
        return switch (file.getFileName().toString()) {
            case "1" -> Optional.of(FileDescriptor.out);
            case "2" -> Optional.of(FileDescriptor.err);
            default -> Optional.empty();
        };
    }

    /** Returns the one path of the file, by which two names of it are recognised. */
    Path canonical() {
        try {
            Path folder = file.getParent();
            return folder == null ? file : folder.toRealPath().resolve(file.getFileName());
        } catch (IOException e) { // a folder that is not there has no other name
            return file.normalize();
        }
    }

    /** Throws {@link OutputException} for what no file may take the place of. */
    OutputTarget requireKind(String wayOut) {
        if (kind != Kind.FILE) {
            throw new OutputException(named, "is a " + kind.words + "; " + wayOut);
        }
        return this;
    }

    /** Throws {@link OutputException} unless a file can be made there or replaced; writes nothing. */
    OutputTarget requireFile(String wayOut) {
        requireKind(wayOut);
        FileOperations files = FileOperations.current();
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            throw new OutputException(named, "cannot be written: there is no folder " + folder + "; create it first");
        }
        if (!files.isWritable(folder)) {
            throw new OutputException(
                    named, "cannot be written: no permission to write in " + folder + "; choose another folder");
        }
        if (Files.exists(file) && !files.isWritable(file)) {
            throw new OutputException(named, "is write-protected; choose another name or change its permissions");
        }
        if (MountPoints.ofThisProcess().contains(canonical())) {
            throw new OutputException(
                    named, "is mounted by itself and cannot be replaced; mount its folder, or name another file");
        }
        return this;
    }

    /** As {@link #requireFile}, but takes a stream that can be written to as well. */
    OutputTarget requireText(String wayOut) {
        if (!isStream()) {
            return requireFile(wayOut);
        }
        if (kind == Kind.DESCRIPTOR
                ? !isOpenForWriting()
                : !FileOperations.current().isWritable(file)) {
            throw new OutputException(named, "is a " + kind.words + " that cannot be written to; " + wayOut);
        }
        return this;
    }

    /** A descriptor is a link whose own permissions say what it was opened for; the file behind may allow more. */
    private boolean isOpenForWriting() {
        try {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE);
        } catch (IOException e) { // closed
            return false;
        }
    }

    /** Returns whether the file system takes a name as long as that of {@code file}. */
    static boolean takesName(Path file) {
        try {
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            return true;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
