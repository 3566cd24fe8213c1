package charlm.cli.option;

import charlm.data.views.ViewMix;

/** Reads {@code window=3,cue=4}. */
public final class ViewMixConverter extends ParsingConverter<ViewMix> {
    @Override
    ViewMix parse(String text) {
        return ViewMix.parse(text);
    }
}
