package charlm.files;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file of a {@link ModelFolder}, under the name that Hugging Face's library asks for. So it replaces only a file that
 * charlm wrote, which its beginning shows. They are in the order of writing: a folder is a model from its config on.
 */
public enum FolderFile {
    WEIGHTS("model.safetensors", Companion.OWN_SAFETENSORS),
    /** The library allows no field of charlm's; the two special characters, in UTF-8, tell its tokenizer. */
    TOKENIZER(
            "tokenizer.json",
            "\\{\\s*\"version\"[^\\[]{0,100}\"added_tokens\"\\s*:\\s*\\[\\s*\\{\\s*\"id\"\\s*:\\s*0,"
                    + "\\s*\"content\"\\s*:\\s*\"\u00e2\u0096\u00a1\""),
    TOKENIZER_CONFIG("tokenizer_config.json", FolderFile.MARKED),
    GENERATION("generation_config.json", FolderFile.MARKED),
    CARD("README.md", "---\\R\\Q" + FolderFile.CARD_MARK + "\\E\\R"),
    CONFIG("config.json", FolderFile.MARKED);

    /** The first field of a JSON file. */
    public static final String MARK = "charlm_format";

    /** The second line of a card, behind the one that begins its fields: a comment of YAML. */
    public static final String CARD_MARK = "# written by charlm";

    private static final String MARKED = "\\{\\s*\"" + MARK + "\"\\s*:\\s*\\d";

    private final String fileName;
    private final Pattern beginning;

    FolderFile(String fileName, String beginning) {
        this.fileName = fileName;
        this.beginning = Pattern.compile(beginning);
    }

    public String fileName() {
        return fileName;
    }

    /** Throws {@link OutputException} unless {@code file} can be written, and is not there yet or is charlm's. */
    void requireOwn(Path file) {
        Companion.requireOwn(file, beginning, "move it away, or name another folder", "");
    }
}
