package charlm.data.demo;

import charlm.tensor.RandomStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names made of syllables, so that no real person is meant; family names are all different. */
final class InventedNames {
    private static final List<String> GIVEN = List.of(
            "Abo", "Bela", "Ciro", "Dunu", "Ela", "Fipo", "Gara", "Hile", "Ivo", "Jula", "Kemo", "Lisu", "Mira", "Nuno",
            "Ofa", "Pelu");
    private static final List<String> FIRST = List.of(
            "Ba", "Cor", "Dal", "Fen", "Gor", "Hum", "Jas", "Kir", "Lom", "Mur", "Nel", "Pov", "Ras", "Sul", "Tam", "Vek",
            "Wil", "Zan");
    private static final List<String> MIDDLE = List.of("a", "be", "di", "gu", "ko", "la", "mi", "no", "ru", "ti");
    private static final List<String> LAST =
            List.of("ban", "chek", "dor", "fin", "gast", "kov", "lund", "mer", "nik", "pol", "ris", "tav", "vin", "zor");

    private InventedNames() {}

    /** Returns {@code count} names. */
    static List<String> draw(int count, RandomStream stream) {
        Set<String> family = new LinkedHashSet<>();
        while (family.size() < count) {
            family.add(pick(FIRST, stream) + pick(MIDDLE, stream));
        }
        return family.stream()
                .map(name -> pick(GIVEN, stream) + " " + name + pick(LAST, stream))
                .toList();
    }

    private static String pick(List<String> from, RandomStream stream) {
        return from.get(stream.nextInt(0, from.size() - 1));
    }
}
