package charlm.data.augmentation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells names from first words of sentences by the number of times a corpus writes a word with and without a capital. */
final class WordCase {
    private final Map<String, int[]> counts = new HashMap<>(); // in lower case: with a capital, without

    void see(String word) {
        int[] count = counts.computeIfAbsent(word.toLowerCase(Locale.ROOT), key -> new int[2]);
        count[isCapitalised(word) ? 0 : 1]++;
    }

    /** Returns whether {@code word} is a number, or capitalised as it mostly is in this corpus. */
    boolean isSalient(String word) {
        if (Character.isDigit(word.codePointAt(0))) {
            return true;
        }
        int[] count = counts.get(word.toLowerCase(Locale.ROOT));
        return isCapitalised(word) && (count == null || count[0] > count[1]);
    }

    private static boolean isCapitalised(String word) {
        return Character.isUpperCase(word.codePointAt(0));
    }
}
