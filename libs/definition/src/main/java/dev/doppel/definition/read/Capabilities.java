package dev.doppel.definition.read;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which constructs the platform can run. The language is known completely; what cannot run yet is a clear error, never ignored.
 *
 * @param runnable what may be used
 */
public record Capabilities(Set<Construct> runnable) {
    /** The one list of what this release cannot run yet: take an entry out when it can. */
    private static final Set<Construct> NOT_YET = EnumSet.of(
            Construct.LOOP,
            Construct.PARALLEL,
            Construct.BROWSER,
            Construct.BROKER,
            Construct.MYSQL,
            Construct.MONGODB,
            Construct.REDIS);

    /** What the platform of this release runs. */
    public static final Capabilities THIS_RELEASE = new Capabilities(EnumSet.complementOf(EnumSet.copyOf(NOT_YET)));

    /** Everything the language has; for tools that only read. */
    public static final Capabilities ALL = new Capabilities(EnumSet.allOf(Construct.class));

    public Capabilities {
        runnable = Collections.unmodifiableSet(runnable);
    }

    /** This set and one more. */
    public Capabilities with(Construct construct) {
        EnumSet<Construct> more = EnumSet.of(construct);
        more.addAll(runnable);
        return new Capabilities(more);
    }

    /** Parts of the language that may be missing from a platform. */
    public enum Construct {
        POSTGRES("DATABASE postgres"),
        LOOP("loops (forEach, for, repeat)"),
        PARALLEL("parallel actions"),
        BROWSER("ui actions"),
        BROKER("BROKER items"),
        MYSQL("DATABASE mysql"),
        MONGODB("DATABASE mongodb"),
        REDIS("DATABASE redis"),
        TWIN("TWIN items and twin actions");

        private final String text;

        Construct(String text) {
            this.text = text;
        }

        /** How a message calls it. */
        public String text() {
            return text;
        }
    }
}
