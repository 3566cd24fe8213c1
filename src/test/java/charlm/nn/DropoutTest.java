package charlm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DropoutTest {
    private static final double RATE = 0.1;
    private static final int[] SEQUENCE_IDS = {4, 0};
    private static final PackedSequences PACKING = PackedSequences.of(new int[] {3, 2}, 1);

    private final Engine engine = new Nd4jEngine(NumberType.FLOAT, 1);
    private final Pass pass = new Pass(engine);

    @AfterEach
    void close() {
        pass.close();
        engine.close();
    }

    @Test
    void everySeedSiteAndStepHasMasksOfItsOwn() {
        List<Dropout> sites = sites(3);
        Set<Integer> keys = new HashSet<>();
        for (long seed = 1; seed <= 2; seed++) {
            for (long step = 0; step <= 1; step++) {
                pass.beginTraining(PassShape.uniform(PACKING, 0), SEQUENCE_IDS, seed, step);
                for (int site = 0; site < sites.size(); site++) {
                    int[] drawn = positionKeys(sites.get(site).mask(PACKING, pass), PACKING.matrixRows());
                    assertArrayEquals(positionKeys(expected(seed, site, step), PACKING.matrixRows()), drawn);
                    Arrays.stream(drawn).forEach(keys::add);
                }
            }
        }
        assertEquals(2 * 2 * 3 * PACKING.matrixRows(), keys.size());
    }

    @Test
    void attentionWeightsAreMaskedAlikeForSeedSiteAndStep() {
        Dropout second = sites(2).get(1);
        pass.beginTraining(PassShape.uniform(PACKING, 0), SEQUENCE_IDS, 7, 5);
        DropoutMask expected = expected(7, 1, 5);
        int unit = DropoutMask.attentionUnit(1, 2);
        for (int i = 0; i < SEQUENCE_IDS.length; i++) {
            assertEquals(expected.unitKey(i, unit), second.mask(pass).unitKey(i, unit));
        }
    }

    @Test
    void nothingIsMaskedAtRateZeroOrOutsideTraining() {
        pass.beginTraining(PassShape.uniform(PACKING, 0), SEQUENCE_IDS, 7, 5);
        assertNoMask(network(0).dropout());
        pass.beginInference(PassShape.uniform(PACKING, 0));
        assertNoMask(network(RATE).dropout());
    }

    private void assertNoMask(Dropout dropout) {
        assertNull(dropout.mask(pass));
        assertNull(dropout.mask(PACKING, pass));
    }

    private static NetworkBuilder network(double rate) {
        return new NetworkBuilder(new ModelConfig(Variant.VANILLA, 9, 8, 2, 2, 8, 0), rate);
    }

    private static List<Dropout> sites(int count) {
        NetworkBuilder network = network(RATE);
        return IntStream.range(0, count).mapToObj(site -> network.dropout()).toList();
    }

    private static DropoutMask expected(long seed, int site, long step) {
        DropoutMask mask = new DropoutMask(RATE);
        mask.moveTo(RandomStream.key(seed, Purpose.DROPOUT, site, step), SEQUENCE_IDS, PACKING);
        return mask;
    }

    private static int[] positionKeys(DropoutMask mask, int count) {
        return IntStream.range(0, count).map(mask::positionKey).toArray();
    }
}
