package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ExampleTest {
    @Test
    void targetsAreTheIdsThatFollowFromTheFirstScoredOneOn() {
        Example example = Example.of(new int[] {2, 3, 4, 5, 6}, 2);
        assertArrayEquals(new int[] {0, 0, 5, 6}, example.targets());
        assertEquals(4, example.length());
        assertEquals(2, example.firstScored());
        assertEquals(2, example.scoredTargets());
    }

    @Test
    void scoredTargetsMayHaveGaps() {
        Example example = new Example(new int[] {2, 3, 4, 5}, new int[] {3, 0, 5});
        assertEquals(0, example.firstScored());
        assertEquals(2, example.scoredTargets());
    }

    @Test
    void anExampleEndsWithAScoredTarget() {
        assertThrows(IllegalArgumentException.class, () -> new Example(new int[] {2, 3, 4}, new int[] {3, 0}));
        assertThrows(IllegalArgumentException.class, () -> new Example(new int[] {2}, new int[0]));
        assertThrows(IllegalArgumentException.class, () -> new Example(new int[] {2, 3}, new int[] {3, 4}));
    }

    @Test
    void aBatchCountsScoredTargetsAndPaddedTokens() {
        Batch batch = new Batch(4, List.of(Example.of(new int[] {2, 3, 4, 5, 6}, 2), Example.of(new int[] {2, 3}, 0)));
        assertEquals(3, batch.scoredTargets());
        assertEquals(8, batch.tokens());
        assertThrows(IllegalArgumentException.class, () -> new Batch(4, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Batch(3, batch.examples()));
    }
}
