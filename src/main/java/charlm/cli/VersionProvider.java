package charlm.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the jar's manifest carries. */
final class VersionProvider implements IVersionProvider {
    /** Returns the version of this program, {@code development} when it does not run from its jar. */
    static String version() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"charlm " + version()};
    }
}
