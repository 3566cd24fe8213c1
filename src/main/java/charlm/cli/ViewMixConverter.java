package charlm.cli;

import charlm.data.views.ViewMix;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code window=3,cue=4}. */
final class ViewMixConverter implements ITypeConverter<ViewMix> {
    @Override
    public ViewMix convert(String text) {
        try {
            return ViewMix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
