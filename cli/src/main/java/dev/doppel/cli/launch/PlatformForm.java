package dev.doppel.cli.launch;

/**
 * How the five services run on this machine.
 *
 * @param separate each in a process of its own, instead of all in one JVM
 * @param replicas such as {@code runner=2,mock=2}, empty for one of each; only when separate
 */
public record PlatformForm(boolean separate, String replicas) {
    /** All in one JVM. */
    public static PlatformForm together() {
        return new PlatformForm(false, "");
    }
}
