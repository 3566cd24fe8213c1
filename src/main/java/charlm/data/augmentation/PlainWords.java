package charlm.data.augmentation;

import charlm.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** The words of all documents that are neither names nor numbers, each as often as it occurs. */
final class PlainWords {
    private final List<int[]> words = new ArrayList<>();

    PlainWords(List<Document> documents, WordCase wordCase) {
        for (Document document : documents) {
            document.words().stream()
                    .filter(word -> !wordCase.isSalient(document.string(word)))
                    .forEach(word -> words.add(document.part(word)));
        }
    }

    /** Returns up to {@code most} of them, from none on. */
    List<int[]> draw(int most, RandomStream random) {
        List<int[]> drawn = new ArrayList<>();
        int count = words.isEmpty() ? 0 : random.nextInt(0, most);
        for (int i = 0; i < count; i++) {
            drawn.add(words.get(random.nextInt(0, words.size() - 1)));
        }
        return drawn;
    }
}
