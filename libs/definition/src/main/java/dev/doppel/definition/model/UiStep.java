package dev.doppel.definition.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One browser sub-step (spec 5.7). */
public sealed interface UiStep {
    SourceRef at();

    /**
     * A single thing to do.
     *
     * @param value in the validated shape that the table of spec 5.7 gives for the kind
     * @param timeout null = 30 s
     */
    record Single(Kind kind, JsonNode value, @Nullable Duration timeout, SourceRef at) implements UiStep {}

    /** Sub-steps repeated by a loop. */
    record Group(Loop loop, List<UiStep> steps, SourceRef at) implements UiStep {
        public Group {
            steps = List.copyOf(steps);
        }
    }

    /** The kind keys. */
    enum Kind {
        VISIT("visit"),
        CLICK("click"),
        TYPE("type"),
        WAIT_FOR("waitFor"),
        EXTRACT("extract"),
        SCREENSHOT("screenshot"),
        SCROLL("scroll"),
        SELECT("select"),
        HOVER("hover"),
        KEY("key"),
        UPLOAD("upload"),
        DRAG("drag"),
        VIEWPORT("viewport");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The key used in files. */
        public String text() {
            return text;
        }
    }
}
