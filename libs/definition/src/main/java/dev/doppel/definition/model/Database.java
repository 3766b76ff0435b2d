package dev.doppel.definition.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database server of its own (spec 2.4).
 *
 * @param version as written, for example {@code 15}; null = the engine's default
 * @param image null = the engine's official image; never together with version
 * @param initFiles paths relative to the project root, executed once in this order before the item is ready
 */
public record Database(
        ItemHead head,
        Engine engine,
        @Nullable String version,
        @Nullable String image,
        List<String> initFiles,
        Access access,
        Resources resources)
        implements Item {
    public Database {
        initFiles = List.copyOf(initFiles);
    }

    /** Known engines with their documented defaults. */
    public enum Engine {
        POSTGRES("postgres", 5432, "15"),
        MYSQL("mysql", 3306, "8"),
        MONGODB("mongodb", 27017, "7"),
        REDIS("redis", 6379, "7");

        private final String text;
        private final int port;
        private final String defaultVersion;

        Engine(String text, int port, String defaultVersion) {
            this.text = text;
            this.port = port;
            this.defaultVersion = defaultVersion;
        }

        /** The word used in files. */
        public String text() {
            return text;
        }

        /** The port clients use. */
        public int port() {
            return port;
        }

        /** What runs when the definition pins nothing. */
        public String defaultVersion() {
            return defaultVersion;
        }
    }

    /**
     * How clients log in. With {@code noAuth} the three texts are the engine's own superuser defaults.
     *
     * @param noAuth every client is let in
     */
    public record Access(boolean noAuth, String dbName, String user, String password) {
        public static final String DEFAULT = "dokkimi";
    }
}
