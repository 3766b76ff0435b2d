package dev.doppel.testkit.reflection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was looked at, each once, a line each: {@code reflection NAME} or {@code resource NAME}. Called from inside the JDK's own classes,
 * so it lies on the boot class path and uses nothing else. Thread-safe.
 */
public final class Seen {
    private static final Set<String> LINES = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<Boolean> BUSY = ThreadLocal.withInitial(() -> false);
    private static volatile @Nullable OutputStream out;

    private Seen() {}

    /** From now on. */
    public static void to(OutputStream file) {
        out = file;
    }

    /** Somebody asked a class for its members. */
    public static void reflection(Class<?> type) {
        if (out != null && type.getName().startsWith("dev.doppel.")) {
            line("reflection " + type.getName());
        }
    }

    /** Somebody asked for a class by its name. */
    public static void name(@Nullable String type) {
        if (out != null && type != null && type.startsWith("dev.doppel.")) {
            line("reflection " + type);
        }
    }

    /** Somebody asked for a file of the class path. */
    public static void resource(@Nullable String name) {
        if (out != null && name != null && !name.endsWith(".class")) {
            line("resource " + name);
        }
    }

    private static void line(String line) {
        if (LINES.contains(line) || BUSY.get()) {
            return;
        }
        BUSY.set(true);
        try {
            boolean needless = StackWalker.getInstance().walk(Seen::needless);
            OutputStream file = out;
            if (!needless && file != null && LINES.add(line)) {
                synchronized (Seen.class) {
                    file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    file.flush();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("what was seen cannot be written", e);
        } finally {
            BUSY.set(false);
        }
    }

    /** Static initialisation of Quarkus happens when a native image is built; the constants of an enum are known to it. */
    private static boolean needless(Stream<StackWalker.StackFrame> frames) {
        return frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>")
                        && frame.getClassName().equals("io.quarkus.runner.ApplicationImpl")
                || frame.getMethodName().equals("getEnumConstantsShared"));
    }
}
