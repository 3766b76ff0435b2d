package dev.doppel.results.api;

import dev.doppel.platform.problem.ProblemResponse;
import jakarta.ws.rs.core.Response;

/** The problems that several resources answer with. */
final class Problems {
    private Problems() {}

    static Response unknownRun(String run) {
        return ProblemResponse.of(
                404,
                "unknown-run",
                "Unknown run",
                "no run " + run + " is stored here: it never was, or it is older than what is kept");
    }

    static Response notYet(String why) {
        return Response.fromResponse(ProblemResponse.of(202, "not-complete", "Not complete yet", why))
                .header("Retry-After", "1")
                .build();
    }
}
