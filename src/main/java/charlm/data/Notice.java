package charlm.data;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a rule drops, cuts or merges in a file, or an answer there that can never be right: no error, but told.
 *
 * @param kind a word for programs, such as {@code not_ascii}
 * @param firstLine the first line concerned, counted from 1
 * @param lines the number of lines concerned
 * @param message what happens, how often, and the way out
 */
public record Notice(String kind, String file, int firstLine, int lines, String message) {
    private static final Logger LOG = LoggerFactory.getLogger(Notice.class);

    /** Logs {@code notices} and returns them. */
    public static List<Notice> tell(List<Notice> notices) {
        notices.forEach(notice -> LOG.warn("{}", notice.text()));
        return notices;
    }

    /** Returns the same with more words at the end. */
    public Notice with(String words) {
        return new Notice(kind, file, firstLine, lines, message + words);
    }

    /** Returns the line that people read. */
    public String text() {
        return file + ":" + firstLine + ": " + message;
    }
}
