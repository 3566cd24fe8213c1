package charlm.files;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelFolderTest {
    private static final Map<FolderFile, String> BEGINNINGS = Map.of(
            FolderFile.WEIGHTS, "12345678{\"__metadata__\":{\"charlm.checksum\":\"0\",\"charlm.format\":\"1\"}}",
            FolderFile.TOKENIZER,
                    "{\n \"version\" : \"1.0\",\n \"added_tokens\" : [ {\n \"id\" : 0,\n \"content\" : \"\u25a1\"} ] }",
            FolderFile.TOKENIZER_CONFIG, "{\n  \"charlm_format\" : 1, ",
            FolderFile.GENERATION, "{\"charlm_format\":1,",
            FolderFile.CARD, "---\n# written by charlm\n",
            FolderFile.CONFIG, "{\n  \"charlm_format\" : 1, ");

    @TempDir
    private Path temporary;

    private Path folder;
    private ModelFolder model;

    @BeforeEach
    void name() {
        folder = temporary.resolve("a/model");
        model = new ModelFolder(folder);
    }

    private static Map<FolderFile, AtomicFile.Content> contents(String version) {
        Map<FolderFile, AtomicFile.Content> contents = new EnumMap<>(FolderFile.class);
        BEGINNINGS.forEach((file, beginning) -> contents.put(
                file,
                channel -> AtomicFile.writeFully(
                        channel, ByteBuffer.wrap((beginning + version).getBytes(StandardCharsets.UTF_8)))));
        return contents;
    }

    /** Returns the version that all files are of, nothing where there is no config. */
    private Optional<String> version() throws IOException {
        if (!ModelFolder.isAt(folder)) {
            return Optional.empty();
        }
        String config = Files.readString(model.file(FolderFile.CONFIG));
        String version = config.substring(BEGINNINGS.get(FolderFile.CONFIG).length());
        for (FolderFile file : FolderFile.values()) {
            assertEquals(BEGINNINGS.get(file) + version, Files.readString(model.file(file)), file.fileName());
        }
        return Optional.of(version);
    }

    private String refused() {
        return assertThrows(OutputException.class, () -> model.write(contents("new")))
                .getMessage();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void aFolderIsMadeAndItsOwnFilesAreReplacedBesideThoseOfOthers() throws IOException {
        model.write(contents("1"));
        assertEquals(Optional.of("1"), version());
        Files.createDirectory(folder.resolve(".git"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        model.write(contents("2"));
        assertEquals(Optional.of("2"), version());
        assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
        assertEquals(FolderFile.values().length + 2, files()); // no lock, no temporary file
    }

    @ParameterizedTest
    @EnumSource(FolderFile.class)
    void noFileOfAnotherMakerIsReplaced(FolderFile theirs) throws IOException {
        model.write(contents("1"));
        for (String text : List.of("{}", "theirs", "{\"model_type\":\"gpt2\",\"charlm_format\":1}")) {
            Files.writeString(model.file(theirs), text);
            String problem = refused();
            requireParts(problem, theirs.fileName() + ": was not written by charlm", "name another folder");
            assertEquals(problem, RunOutputs.ofFolder(folder).problems().get(0).getMessage());
            assertEquals(text, Files.readString(model.file(theirs)));
        }
        assertEquals(FolderFile.values().length, files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "model.safetensors.index.json", "special_tokens_map.json"})
    void aFolderWithPartsOfAnotherModelIsLeftAlone(String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), "{}");
        requireParts(refused(), name + ": belongs to another model");
        assertEquals(1, files());
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "mine");
        requireParts(refused(), "is no folder that may be written to");
        assertEquals("mine", Files.readString(folder));
    }

    @Test
    void whateverFailsLeavesTheOldModelTheNewOneOrNoneAndNoTemporaryFile() throws IOException {
        model.write(contents("old"));
        boolean failed = true;
        int broken = 0;
        for (int n = 1; failed; n++) {
            try (FaultyFiles faults = FaultyFiles.failing(n)) {
                try {
                    model.write(contents("new"));
                } catch (OutputException e) {
                    requireParts(e.getMessage(), "cannot be written");
                }
                failed = faults.failed().isPresent();
            }
            Optional<String> left = version();
            broken += left.isEmpty() ? 1 : 0;
            assertFalse(
                    failed && left.isPresent() && left.get().equals("new") && n <= FolderFile.values().length,
                    "too soon");
            try (Stream<Path> all = Files.list(folder)) {
                assertTrue(all.noneMatch(file -> file.toString().endsWith(".tmp")), "operation " + n);
            }
            model.write(contents("old"));
        }
        assertEquals(FolderFile.values().length, broken); // the renames alone, once the old config is gone
    }
}
