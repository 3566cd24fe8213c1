package charlm.cli.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Makes a path of an argument; a JVM in an ASCII locale cannot name every file there is. */
public final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("the file '" + text
                    + "' cannot be named in the encoding of this terminal; set LC_ALL=C.UTF-8 and try again");
        }
    }
}
