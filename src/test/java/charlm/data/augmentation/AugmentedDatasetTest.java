package charlm.data.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Corpus;
import charlm.data.Dataset;
import charlm.data.Example;
import charlm.data.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AugmentedDatasetTest {
    private static final int BLOCK_SIZE = 96;
    private static final int EPOCHS = 200;
    private static final String TITLE = "Ada M. Byron";
    private static final String BODY =
            "Born in New Avalon on 3 May 1815, Byron (a writer) lived in Old Quay, where it was quiet and the sea was"
                    + " near .";
    private static final Corpus CORPUS = Corpus.of(
            Path.of("corpus.txt"),
            TITLE + ". " + BODY + "\nEve Ng. Eve Ng was born in Ys; a town 𝄞 .\nno title here\n\n");
    /** What stands in the corpus in small letters alone, and so is no name. */
    private static final Set<String> PLAIN = Set.of(
            "on", "a", "writer", "lived", "in", "where", "it", "was", "quiet", "and", "the", "sea", "near", "born",
            "town", "no", "title", "here", "Born");

    private static final Vocabulary VOCABULARY = Vocabulary.of(CORPUS);

    /** Names at the ends of a document, and a title that comes again within the body. */
    private static final String LATE_BODY = "In 1900 the clerk Ida Wund left Old Quay for New Avalon .";

    private static final Corpus WIDER = Corpus.of(
            Path.of("corpus.txt"),
            TITLE + ". " + BODY + "\nIda Wund. " + LATE_BODY
                    + "\nParis, Lyon and the sea are near Old Quay\nno title\n");
    private static final Vocabulary WIDER_VOCABULARY = Vocabulary.of(WIDER);

    @Test
    void aWindowIsTheTitleAndAPartOfTheBodyWithASpanMovedBehind() {
        for (String s : texts("window=1", 0)) {
            String[] parts = s.split("⁇", -1);
            assertEquals(4, parts.length, s);
            assertTrue(s.startsWith(TITLE + ". ") && s.endsWith("⁇"), s);
            String restored = parts[0].substring(TITLE.length() + 2) + parts[2] + parts[1];
            assertTrue(BODY.contains(restored), s);
            assertFalse(parts[2].isEmpty(), s);
        }
    }

    @Test
    void aWindowScoresAllButItsFirstCharacter() {
        for (Example example : examples("window=1", 0)) {
            assertEquals(TITLE.charAt(0) + scored(example), text(example));
        }
    }

    @Test
    void aNameIsAllThatIsScoredWhereItIsAskedBack() {
        for (Example example : examples("name=1", 0)) {
            assertEquals(TITLE + "⁇", scored(example));
        }
    }

    @Test
    void windowsReachEveryPartOfTheBody() {
        Set<Integer> starts = new HashSet<>();
        boolean reachesEnd = false;
        for (String s : texts("window=1", 0)) {
            String[] parts = s.split("⁇", -1);
            String restored = parts[0].substring(TITLE.length() + 2) + parts[2] + parts[1];
            starts.add(BODY.indexOf(restored));
            reachesEnd |= BODY.endsWith(restored);
        }
        assertTrue(starts.size() > 5 && starts.contains(0) && reachesEnd, "starts " + starts);
    }

    @Test
    void anExcerptScoresItsSpanAndNothingElse() {
        for (Example example : examples("snippet=1", 0)) {
            String s = text(example);
            String[] parts = s.split("⁇", -1);
            assertEquals(4, parts.length, s);
            assertTrue(s.startsWith(TITLE + ". "), s);
            assertTrue(BODY.contains(parts[0].substring(TITLE.length() + 2) + parts[2] + parts[1]), s);
            assertEquals(parts[2] + "⁇", scored(example));
        }
    }

    @Test
    void aCueIsTheTitleAmongWordsOfTheBodyThenPairsOfWordsAndAnswers() {
        List<String> words = words(BODY);
        Set<String> asked = new HashSet<>();
        Set<Integer> pairs = new HashSet<>();
        int mostStrange = 0;
        for (Example example : examples("cue=1", 0)) {
            String s = text(example);
            String[] parts = s.split("⁇", -1); // question, answer, question, answer, nothing
            assertEquals(1, parts.length % 2, s);
            assertTrue(parts[0].contains(TITLE), s);
            StringBuilder answers = new StringBuilder();
            Set<String> ofThisRow = new HashSet<>();
            for (int i = 0; i + 1 < parts.length; i += 2) {
                List<String> others = words(parts[i].replace(TITLE, ""));
                int strange = i == 0 ? strangeWords(others) : 0;
                mostStrange = Math.max(mostStrange, strange);
                assertTrue(words.containsAll(others.subList(strange, others.size())), s);
                assertTrue(BODY.contains(parts[i + 1]), s);
                assertTrue(ofThisRow.add(parts[i + 1]), "asked twice: " + s);
                answers.append('⁇').append(parts[i + 1]).append('⁇');
            }
            assertEquals(answers.toString(), scored(example));
            asked.addAll(ofThisRow);
            pairs.add(parts.length / 2);
        }
        assertTrue(asked.containsAll(Set.of("New Avalon", "New", "1815", "May", "Old Quay")), "asked for " + asked);
        assertTrue(pairs.containsAll(Set.of(1, 2, 3)), "pairs " + pairs);
        assertEquals(3, mostStrange);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Returns how many words from the first on are plain ones of the corpus that this document has not. */
    private static int strangeWords(List<String> words) {
        int last = 0;
        for (int i = 0; i < words.size(); i++) {
            if (List.of("born", "town", "no", "title", "here").contains(words.get(i))) {
                last = i + 1;
            }
        }
        assertTrue(PLAIN.containsAll(words.subList(0, last)), "a question begins with " + words.subList(0, last));
        return last;
    }

    @Test
    void whatTheTitleSaysIsNoSalientSpan() {
        Document document =
                Document.of((TITLE + ". Byron Byron Byron").codePoints().toArray());
        AskableSpans spans = new AskableSpans(document, new WordCase());
        assertTrue(spans.salient().isEmpty(), "found " + spans.salient());
    }

    @Test
    void aNameIsAskedBackFromTheBodyAlone() {
        for (int index : new int[] {0, 1}) {
            String title = index == 0 ? TITLE : "Eve Ng";
            for (String s : texts("name=1", index)) {
                assertTrue(s.endsWith("⁇" + title + "⁇"), s);
                assertFalse(s.substring(0, s.length() - title.length() - 2).contains(title), s);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Augmentation.class)
    void everyFormOfEveryDocumentIsALegalExample(Augmentation form) {
        Dataset dataset = dataset(form.label() + "=1", 1);
        for (int index = 0; index < CORPUS.documents(); index++) {
            for (Example example : examples(form.label() + "=1", index)) {
                assertTrue(example.length() <= dataset.width());
                String s = text(example);
                assertFalse(s.contains("□"), "padding within the text: " + s);
                assertFalse(scored(example).isEmpty(), "nothing to learn from: " + s);
            }
        }
    }

    /** The documents of a perceiver are as short as its latents are few, and a title may be longer. */
    @ParameterizedTest
    @EnumSource(Augmentation.class)
    void aFormHasSomethingToLearnFromHoweverShortItIs(Augmentation form) {
        for (int blockSize : new int[] {5, 6, 7, 8, 12, 16, 24, 32, 48}) {
            Dataset dataset =
                    new AugmentedDataset(CORPUS, VOCABULARY, AugmentationMix.parse(form.label() + "=1"), blockSize, 1);
            for (int index = 0; index < dataset.size(); index++) {
                for (int epoch = 0; epoch < EPOCHS; epoch++) {
                    Example example = dataset.example(epoch, index);
                    assertTrue(example.length() <= blockSize);
                    assertFalse(scored(example).isEmpty(), "of " + blockSize + ": " + text(example));
                }
            }
        }
    }

    @Test
    void anExampleDependsOnSeedEpochAndIndexAlone() {
        String mix = "window=1,snippet=1,cue=1,name=1,prefix=1";
        Dataset one = dataset(mix, 1);
        int[] first = one.example(3, 0).ids();
        one.example(9, 1);
        assertArrayEquals(first, one.example(3, 0).ids());
        assertArrayEquals(first, dataset(mix, 1).example(3, 0).ids());
        assertFalse(Arrays.equals(first, one.example(4, 0).ids()), "epochs");
        assertFalse(Arrays.equals(first, dataset(mix, 2).example(3, 0).ids()), "seeds");
    }

    /** As they were in the runs of the README; a change here makes a resumed run differ from one never stopped. */
    @ParameterizedTest
    @CsvSource({"window, c850dae9", "snippet, d4fa0ddf", "cue, 2dc8b8e4", "name, 3dcd36e0", "prefix, 6083889a"})
    void theExamplesOfASeedNeverChange(String form, String digest) {
        CRC32 crc = new CRC32();
        for (int blockSize : new int[] {8, 24, 48, BLOCK_SIZE}) {
            Dataset dataset = wider(form, blockSize);
            for (int i = 0; i < EPOCHS * dataset.size(); i++) {
                Example example = dataset.example(i / dataset.size(), i % dataset.size());
                String pair = WIDER_VOCABULARY.decode(example.ids()) + "|" + WIDER_VOCABULARY.decode(example.targets());
                crc.update(pair.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(digest, Long.toHexString(crc.getValue()));
    }

    private static Dataset wider(String form, int blockSize) {
        return new AugmentedDataset(WIDER, WIDER_VOCABULARY, AugmentationMix.parse(form + "=1"), blockSize, 1);
    }

    @Test
    void aTitleIsCutOutOfTheWindowThatHasIt() {
        Dataset dataset = wider("name", BLOCK_SIZE);
        int cut = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            String s = WIDER_VOCABULARY.decode(dataset.example(epoch, 1).ids());
            String[] parts = s.split("⁇", -1);
            assertEquals(4, parts.length, s);
            assertEquals("Ida Wund", parts[2]);
            boolean isCut = !parts[1].startsWith(". ");
            cut += isCut && !parts[0].isEmpty() ? 1 : 0;
            assertTrue(LATE_BODY.contains(isCut ? parts[0] + "Ida Wund" + parts[1] : parts[1].substring(2)), s);
        }
        assertTrue(cut > 0 && cut < EPOCHS, "cut " + cut);
    }

    private static Dataset dataset(String mix, long seed) {
        return new AugmentedDataset(CORPUS, VOCABULARY, AugmentationMix.parse(mix), BLOCK_SIZE, seed);
    }

    private static List<Example> examples(String mix, int index) {
        Dataset dataset = dataset(mix, 1);
        return IntStream.range(0, EPOCHS)
                .mapToObj(epoch -> dataset.example(epoch, index))
                .toList();
    }

    private static List<String> texts(String mix, int index) {
        return examples(mix, index).stream().map(AugmentedDatasetTest::text).toList();
    }

    private static String text(Example example) {
        return VOCABULARY.decode(example.ids());
    }

    private static String scored(Example example) {
        return VOCABULARY.decode(Arrays.stream(example.targets())
                .filter(id -> id != Vocabulary.PAD_ID)
                .toArray());
    }
}
