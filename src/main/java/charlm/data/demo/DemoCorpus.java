package charlm.data.demo;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Short biographies of invented people, in several wordings, and questions about their birth places. The places are spread
 * evenly and independent of the names, so that only a model that has read the biographies can answer.
 *
 * <p>A name stands in the same column as in the questions. The perceiver's basis reads by position alone and cannot learn in
 * two minutes that a name means the same elsewhere.
 *
 * @param corpus one biography a line
 * @param train lines {@code Where was NAME born?<TAB>PLACE} to finetune on
 * @param dev the same about other people of the corpus
 */
public record DemoCorpus(String corpus, String train, String dev) {
    /** The seed of the copy in {@code data/demo}. */
    public static final long DEFAULT_SEED = 1;

    /** The names of the three {@link #files}. */
    public static final String CORPUS_FILE = "corpus.txt";

    public static final String TRAIN_FILE = "train.tsv";
    public static final String DEV_FILE = "dev.tsv";

    private static final int PEOPLE = 48;
    private static final int TRAIN_PEOPLE = 36;
    private static final List<String> PLACES =
            List.of("Agadir", "Bergen", "Cusco", "Dakar", "Essen", "Faro", "Genoa", "Hanoi", "Izmir", "Kobe");
    private static final List<String> TRADES =
            List.of("actor", "baker", "clerk", "guard", "judge", "miner", "nurse", "pilot");
    private static final List<String> WORDINGS = List.of(
            "The TRADE NAME was born in PLACE.",
            "The TRADE NAME left PLACE.",
            "Our TRADE NAME comes from PLACE.",
            "Our TRADE NAME of PLACE sings.",
            "See there NAME, born in PLACE.",
            "Who knows NAME? Born in PLACE.",
            "Where did NAME live? PLACE.",
            "Where was NAME from? PLACE.");

    /** Returns the world of {@code seed}; the same seed gives the same text. */
    public static DemoCorpus generate(long seed) {
        RandomStream stream = RandomStream.of(seed, Purpose.DEMO_CORPUS, 0, 0);
        List<String> names = InventedNames.draw(PEOPLE, stream);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            places.add(PLACES.get(i % PLACES.size()));
        }
        Shuffle.inPlace(places, stream);
        List<String> biographies = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            for (String wording : WORDINGS) {
                biographies.add(tell(wording, names.get(i), places.get(i), stream));
            }
            questions.add("Where was " + names.get(i) + " born?\t" + places.get(i) + "\n");
        }
        Shuffle.inPlace(biographies, stream);
        return new DemoCorpus(
                String.join("\n", biographies),
                String.join("", questions.subList(0, TRAIN_PEOPLE)),
                String.join("", questions.subList(TRAIN_PEOPLE, PEOPLE)));
    }

    private static String tell(String wording, String name, String place, RandomStream stream) {
        return wording.replace("NAME", name)
                .replace("PLACE", place)
                .replace("TRADE", TRADES.get(stream.nextInt(0, TRADES.size() - 1)));
    }

    /** Returns the three texts by the names of their files. */
    public Map<String, String> files() {
        return new TreeMap<>(Map.of(CORPUS_FILE, corpus, TRAIN_FILE, train, DEV_FILE, dev));
    }
}
