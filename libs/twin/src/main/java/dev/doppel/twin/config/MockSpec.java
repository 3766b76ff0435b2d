package dev.doppel.twin.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hand-written mock (spec 1.8). {@code raw} is the mapping as read, for lossless export. */
public record MockSpec(
        String id,
        String name,
        boolean enabled,
        @Nullable String operationId,
        int priority,
        String type,
        Matcher matcher,
        Answer answer,
        @Nullable ValidationSpec validation,
        @Nullable Scenario scenario,
        String pointer,
        Map<String, Object> raw) {

    /** Conditions as written, null or empty when absent (spec 6.1). */
    public record Matcher(
            @Nullable String method,
            @Nullable String path,
            @Nullable String pathPattern,
            Map<String, String> headers,
            Map<String, String> queryParams,
            @Nullable String bodyEquals,
            @Nullable String bodyContains,
            @Nullable String bodyPattern,
            Map<String, Object> bodyJsonPath,
            Map<String, Object> mtls) {}

    /**
     * Place in a state machine (spec 6.4); every one begins in {@link #STARTED}, and again after a reset.
     *
     * @param requires the state in which the mock matches, or null for any
     * @param sets the state after its answer, or null to stay
     */
    public record Scenario(
            String name,
            @Nullable String requires,
            @Nullable String sets) {
        public static final String STARTED = "Started";
    }

    /** What a mock answers with. */
    public sealed interface Answer {}

    /**
     * Fixed text; {@code body} is already serialised, {@code bodyFile} wins when set.
     *
     * @param base64 bytes that are no text, in place of {@code body}; or null
     * @param literal the text is sent as it stands, braces and all
     */
    public record Reply(
            int status,
            Map<String, String> headers,
            String body,
            @Nullable String bodyFile,
            Duration delay,
            @Nullable String seed,
            @Nullable String base64,
            boolean literal)
            implements Answer {}

    /** Several replies in turn: sequence (last stays), cycle or random (spec 6.4). */
    public record Replies(List<Reply> replies, String mode) implements Answer {}

    /** Text pieces with pauses; server-sent events when {@code sse}. */
    public record Stream(List<Piece> pieces, boolean sse, int status, Map<String, String> headers) implements Answer {}

    /** One piece of a stream, rendered as a template. */
    public record Piece(Duration pause, String text) {}

    /** Runs a custom operation. */
    public record Operation(String name) implements Answer {}

    /** As an extend entry. */
    public record Bound(
            String table, String action, @Nullable String operation) implements Answer {}

    /** A mock of another protocol: listed, never served here. */
    public record Foreign() implements Answer {}
}
