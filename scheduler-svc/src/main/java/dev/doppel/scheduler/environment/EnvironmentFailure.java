package dev.doppel.scheduler.environment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The environment could not be made or an item not started; the message is for the user (definition spec 8.5). */
public final class EnvironmentFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String item;
    private final List<String> lastLines;

    /**
     * @param item the item at fault, if one is
     * @param message what, where, why, and what to change
     * @param lastLines up to 50 last console lines of the item
     */
    public EnvironmentFailure(@Nullable String item, String message, List<String> lastLines) {
        super(message);
        this.item = item;
        this.lastLines = List.copyOf(lastLines);
    }

    /** The item at fault, or null. */
    public @Nullable String item() {
        return item;
    }

    /** Its last console lines, oldest first. */
    public List<String> lastLines() {
        return lastLines;
    }
}
