package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.files.Sha256;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reference's own files, where they lie beside the project, give the examples that the reference makes of them. The
 * digests were computed by a few lines of Python that follow its {@code src/dataset.py} and {@code src/utils.py}.
 */
@EnabledIf("filesAreThere")
final class ReferenceFilesTest {
    private static final Path FOLDER = Path.of("..", "shared", "data");
    private static final int BLOCK_SIZE = 128;

    static boolean filesAreThere() {
        return Files.isDirectory(FOLDER);
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0f0bc57bbf2aee895b9570b1fb8a22ff638bdb88b29735201cfd08505a11c7b9",
        "true, b6740eda0d538afef7c2e47e9935bf134d9ceac9c98b6664c03d25a64daff45d",
    })
    void everyTrainingExampleIsTheReferences(boolean keepUnicode, String digest) throws IOException {
        Vocabulary wiki = Vocabulary.ofSymbols(Files.readString(Golden.resource("/data/wiki-symbols.txt")));
        NamePlaceDataset dataset =
                NamePlaceDataset.read(FOLDER.resolve("birth_places_train.tsv"), keepUnicode, wiki, BLOCK_SIZE);
        ByteBuffer pairs = ByteBuffer.allocate(dataset.size() * 2 * dataset.width() * Integer.BYTES);
        for (int i = 0; i < dataset.size(); i++) {
            Example example = dataset.example(0, i);
            for (int[] ids : List.of(example.ids(), example.targets())) {
                Arrays.stream(Arrays.copyOf(ids, dataset.width())).forEach(pairs::putInt);
            }
        }
        assertEquals(digest, Sha256.of(pairs.array()));
        assertEquals(2000, dataset.size());
    }

    @ParameterizedTest
    @CsvSource({
        "birth_dev.tsv, 500, de943ad3532921535b9a42afa2cc3e889635a81ddf62285d96d5050d46fa62d6",
        "birth_test_inputs.tsv, 437, 5ccd3b2a1682e0daf90d59488aef8805ef21b9d35795cc3bdabdea79d293aa1f",
    })
    void everyQuestionAndPlaceIsTheReferences(String name, int size, String digest) {
        QuestionFile file = QuestionFile.read(FOLDER.resolve(name));
        StringBuilder text = new StringBuilder();
        file.lines().forEach(line -> {
            text.append(line.text()).append('\n');
            line.place().ifPresent(place -> text.append(place).append('\n'));
        });
        assertEquals(digest, Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
        assertEquals(size, file.size());
    }
}
