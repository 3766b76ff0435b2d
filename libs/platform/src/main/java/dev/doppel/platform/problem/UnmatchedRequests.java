package dev.doppel.platform.problem;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers for requests that no resource takes, so that these are problems too. The only mappers of the platform that are not bound to a
 * resource: such a request has none.
 */
public final class UnmatchedRequests {
    private static final int LONGEST = 200;

    /** 404. */
    @ServerExceptionMapper
    public Response nothingThere(NotFoundException failure, UriInfo uri) {
        return ProblemResponse.of(
                404,
                "unknown-path",
                "Nothing is there",
                "there is nothing at '" + shown(uri.getPath())
                        + "'; runs are at /api/v1/runs, results at /api/v1/results");
    }

    /** 405. */
    @ServerExceptionMapper
    public Response methodNotTaken(NotAllowedException failure, ContainerRequestContext request) {
        return ProblemResponse.of(
                405,
                "method",
                "Method not taken",
                "'" + shown(request.getUriInfo().getPath()) + "' is not for method " + shown(request.getMethod()));
    }

    /** 415. */
    @ServerExceptionMapper
    public Response typeNotTaken(NotSupportedException failure, HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return ProblemResponse.of(
                415,
                "content-type",
                "Content type not taken",
                (type == null ? "the header Content-Type is missing" : "'" + shown(type) + "' is not taken here")
                        + "; a project is sent as application/zip, application/gzip or multipart/form-data");
    }

    /** 406. */
    @ServerExceptionMapper
    public Response typeNotMade(NotAcceptableException failure, HttpHeaders headers) {
        return ProblemResponse.of(
                406,
                "accept",
                "Answer not available in this form",
                "nothing that '" + shown(String.valueOf(headers.getHeaderString(HttpHeaders.ACCEPT)))
                        + "' accepts can be had here");
    }

    private static String shown(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
