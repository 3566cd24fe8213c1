package charlm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VANILLA   | 0 | 8 | 2 | 2 | 8 | 0 | vocab_size must be positive, got 0",
                "VANILLA   | 9 | 4 | 2 | 2 | 8 | 0 | block_size must be at least 5, got 4",
                "VANILLA   | 9 | 8 | 0 | 2 | 8 | 0 | num_layers must be positive, got 0",
                "VANILLA   | 9 | 8 | 2 | 0 | 8 | 0 | embed_dim must be a positive multiple of num_heads, got 8 and 0",
                "VANILLA   | 9 | 8 | 2 | 3 | 8 | 0 | embed_dim must be a positive multiple of num_heads, got 8 and 3",
                "VANILLA   | 9 | 8 | 2 | 2 | 0 | 0 | embed_dim must be a positive multiple of num_heads, got 0 and 2",
                "VANILLA   | 9 | 8 | 2 | 2 | 8 | 1 | bottleneck_dim must be 0 for a vanilla decoder, got 1",
                "PERCEIVER | 9 | 8 | 1 | 2 | 8 | 4 | num_layers must be at least 2 for a perceiver (a down and an up block), got 1",
                "PERCEIVER | 9 | 8 | 2 | 2 | 8 | 0 | bottleneck_dim must lie between 1 and block_size, got 0 and 8",
                "PERCEIVER | 9 | 8 | 2 | 2 | 8 | 9 | bottleneck_dim must lie between 1 and block_size, got 9 and 8",
            })
    void aShapeThatCannotBeIsRefusedWithItsNumbers(
            Variant variant, int vocab, int block, int layers, int heads, int width, int bottleneck, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ModelConfig(variant, vocab, block, layers, heads, width, bottleneck))
                        .getMessage());
    }

    @Test
    void aShapeIsOfAVariant() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new ModelConfig(null, 9, 8, 2, 2, 8, 0));
        assertEquals("variant must be given", refused.getMessage());
    }

    @Test
    void aChangedShapeDiffersInThatNumberAlone() {
        ModelConfig config = new ModelConfig(Variant.PERCEIVER, 9, 8, 4, 2, 12, 3);
        assertEquals(new ModelConfig(Variant.PERCEIVER, 9, 8, 4, 6, 12, 3), config.withHeads(6));
        assertEquals(new ModelConfig(Variant.PERCEIVER, 9, 8, 5, 2, 12, 3), config.withLayers(5));
        assertEquals(config, ModelConfig.ofFields(config.fields()));
        assertEquals("perceiver of block size 8, 4 layers, 2 heads, width 12, 9 symbols, 3 latents", config.toString());
        assertEquals(
                "vanilla of block size 8, 4 layers, 2 heads, width 12, 9 symbols",
                new ModelConfig(Variant.VANILLA, 9, 8, 4, 2, 12, 0).toString());
    }

    @Test
    void theExtremesThatCanBeAreAllowed() {
        assertEquals(1, new ModelConfig(Variant.VANILLA, 1, 5, 1, 1, 1, 0).innerLayers());
        assertEquals(1, new ModelConfig(Variant.VANILLA, 1, 5, 1, 3, 3, 0).innerLayers());
        assertEquals(0, new ModelConfig(Variant.PERCEIVER, 9, 8, 2, 2, 8, 8).innerLayers());
        assertEquals(2, new ModelConfig(Variant.PERCEIVER, 9, 8, 4, 2, 8, 1).innerLayers());
        assertEquals(4, new ModelConfig(Variant.VANILLA, 9, 8, 4, 2, 8, 0).innerLayers());
        assertEquals(8, new ModelConfig(Variant.VANILLA, 9, 8, 4, 2, 8, 0).innerPositions());
        assertEquals(3, new ModelConfig(Variant.PERCEIVER, 9, 8, 4, 2, 8, 3).innerPositions());
    }

    @Test
    void aVariantIsNamedByItsWordAlone() {
        for (Variant variant : Variant.values()) {
            assertEquals(variant, Variant.of(variant.label()));
        }
        String message = assertThrows(IllegalArgumentException.class, () -> Variant.of("Vanilla"))
                .getMessage();
        assertEquals("the variant must be vanilla or perceiver, got Vanilla", message);
    }
}
