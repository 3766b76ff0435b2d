package dev.doppel.cli.command;

import picocli.CommandLine;

/** {@code doppel version}. */
@CommandLine.Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Runnable {
    /** The product's version, one place. */
    public static final String VERSION = "0.1.0";

    @Override
    public void run() {
        System.out.println("doppel " + VERSION + " (Java " + Runtime.version() + ")");
    }

    /** For {@code --version}. */
    public static final class Provider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"doppel " + VERSION};
        }
    }
}
