package dev.doppel.results.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.core.Response;

/** Problem documents of RFC 9457. */
final class Problems {
    static final String TYPE = "application/problem+json";

    private Problems() {}

    static Response of(int status, String title, String detail) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toString();
        return Response.status(status).type(TYPE).entity(body).build();
    }

    static Response unknownRun(String run) {
        return of(
                404,
                "Unknown run",
                "No run " + run + " is stored here: it never was, or it is older than what is kept.");
    }

    static Response notYet(String why) {
        return Response.fromResponse(of(202, "Not complete yet", why))
                .header("Retry-After", "1")
                .build();
    }
}
