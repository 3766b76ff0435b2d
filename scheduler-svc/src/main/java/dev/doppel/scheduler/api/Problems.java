package dev.doppel.scheduler.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.definition.problem.Problem;
import dev.doppel.platform.problem.ProblemResponse;
import dev.doppel.scheduler.submission.Rejected;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Problems as RFC 9457 wants them. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    static Response of(int status, String word, String title, String detail) {
        return of(status, word, title, detail, List.of());
    }

    /** A failure that is not the caller's fault; its text stays in the log. */
    static Response ours(RuntimeException failure) {
        if (Unavailable.isCauseOf(failure)) {
            LOG.warnf("a request has to be repeated, the queue cannot be reached: %s", failure.getMessage());
            return Response.fromResponse(of(
                            503,
                            "unavailable",
                            "Doppel's queue cannot be reached",
                            "the database of the queue does not answer; nothing was lost, try again in a moment"))
                    .header("Retry-After", "1")
                    .build();
        }
        LOG.error("a request could not be answered", failure);
        return of(
                500,
                "internal",
                "Doppel failed",
                "this is a fault of the platform, not of your files; its log says more. Trying again may help");
    }

    static Response of(Rejected rejected) {
        Rejected.Kind kind = rejected.kind();
        return of(kind.status(), kind.word(), kind.title(), String.valueOf(rejected.getMessage()), rejected.problems());
    }

    private static Response of(int status, String word, String title, String detail, List<Problem> problems) {
        ObjectNode body = ProblemResponse.document(status, word, title, detail);
        if (!problems.isEmpty()) {
            ArrayNode list = body.putArray("problems");
            for (Problem problem : problems) {
                list.addObject()
                        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                        .put("code", problem.code())
                        .put("file", problem.at().file())
                        .put("line", problem.at().line())
                        .put("column", problem.at().column())
                        .put("path", problem.path())
                        .put("message", problem.message())
                        .put("advice", problem.advice());
            }
        }
        return ProblemResponse.of(body);
    }

    static String json(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer", e);
        }
    }
}
