package dev.doppel.platform.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Problem documents of RFC 9457: {@code {"type", "title", "status", "detail"}} as {@code application/problem+json}. */
public final class ProblemResponse {
    /** Media type of every error answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponse() {}

    /**
     * A document that the caller may add members to.
     *
     * @param status HTTP status
     * @param word last part of the type, {@code urn:doppel:problem:WORD}; never changes its meaning
     * @param title the kind of problem, the same for all of a type
     * @param detail what happened here, and what would be right
     */
    public static ObjectNode document(int status, String word, String title, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:doppel:problem:" + word)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    /** The answer that carries a document; its status is the document's. A 401 says how to authenticate. */
    public static Response of(ObjectNode document) {
        int status = document.path("status").intValue();
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(document.toString());
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }

    /** {@link #document} as an answer. */
    public static Response of(int status, String word, String title, String detail) {
        return of(document(status, word, title, detail));
    }
}
