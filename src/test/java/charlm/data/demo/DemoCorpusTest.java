package charlm.data.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The invented world: what can be asked has been told, and nothing else gives it away. */
class DemoCorpusTest {
    private final DemoCorpus world = DemoCorpus.generate(DemoCorpus.DEFAULT_SEED);

    /** A line of a question file. */
    private record Question(String name, String place) {
        private static final String BEFORE = "Where was ";

        static Question of(String line) {
            String[] parts = line.split("\t");
            return new Question(parts[0].substring(BEFORE.length(), parts[0].indexOf(" born?")), parts[1]);
        }
    }

    private List<Question> questions() {
        return Stream.of(world.train(), world.dev())
                .flatMap(String::lines)
                .map(Question::of)
                .toList();
    }

    @Test
    void theCopyInTheRepositoryIsWhatTheSeedGives() throws IOException {
        assertEquals(
                Set.of(DemoCorpus.CORPUS_FILE, DemoCorpus.TRAIN_FILE, DemoCorpus.DEV_FILE),
                world.files().keySet());
        for (Map.Entry<String, String> file : world.files().entrySet()) {
            assertEquals(Files.readString(Path.of("data", "demo", file.getKey())), file.getValue(), file.getKey());
        }
    }

    @Test
    void anotherSeedIsAnotherWorld() {
        assertNotEquals(world.corpus(), DemoCorpus.generate(2).corpus());
    }

    @Test
    void everyPersonIsToldOfSeveralTimesAndAlwaysWithTheSamePlace() {
        for (Question question : questions()) {
            List<String> told = world.corpus()
                    .lines()
                    .filter(line -> line.contains(question.name()))
                    .toList();
            assertTrue(told.size() >= 8, question.name());
            told.forEach(line -> assertTrue(line.contains(question.place()), line));
        }
    }

    @Test
    void noPersonIsAskedAboutTwice() {
        List<Question> questions = questions();
        assertEquals(
                questions.size(),
                questions.stream().map(Question::name).distinct().count());
        assertFalse(world.dev().isEmpty());
    }

    @Test
    void namesStandWhereTheQuestionsHaveThem() {
        int column = Question.BEFORE.length();
        List<String> names = questions().stream().map(Question::name).toList();
        world.corpus()
                .lines()
                .forEach(line -> assertTrue(names.stream().anyMatch(name -> line.startsWith(name, column)), line));
    }

    @Test
    void placesAreSpreadEvenly() {
        Map<String, Long> people =
                questions().stream().collect(Collectors.groupingBy(Question::place, Collectors.counting()));
        long most = people.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        long least = people.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        assertTrue(most - least <= 1, people::toString);
        assertEquals(10, people.size());
    }
}
