package charlm.cli.option;

import charlm.data.augmentation.AugmentationMix;

/** Reads {@code window=3,cue=4}. */
public final class AugmentationMixConverter extends ParsingConverter<AugmentationMix> {
    @Override
    AugmentationMix parse(String text) {
        return AugmentationMix.parse(text);
    }
}
