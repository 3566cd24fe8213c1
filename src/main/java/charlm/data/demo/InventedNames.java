package charlm.data.demo;

import charlm.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** Names made of syllables, so that no real person is meant; the first syllables of given names are all different. */
final class InventedNames {
    private static final String CONSONANTS = "BCDFGHJKLMNPRSTVWZ";
    private static final String VOWELS = "aeiou";
    private static final List<String> ENDINGS = List.of("lo", "mi", "nu", "ra", "sk", "ta", "vo", "zel");

    private InventedNames() {}

    /** Returns {@code count} names, at most as many as there are first syllables. */
    static List<String> draw(int count, RandomStream stream) {
        List<String> names = new ArrayList<>();
        for (char consonant : CONSONANTS.toCharArray()) {
            for (char vowel : VOWELS.toCharArray()) {
                names.add("" + consonant + vowel + pick(ENDINGS, stream));
            }
        }
        Shuffle.inPlace(names, stream);
        return names.subList(0, count);
    }

    private static String pick(List<String> from, RandomStream stream) {
        return from.get(stream.nextInt(0, from.size() - 1));
    }
}
