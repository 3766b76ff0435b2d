package dev.doppel.results.api;

import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.dump.Dump;
import dev.doppel.results.junit.CompatJunitReport;
import dev.doppel.results.junit.JunitReport;
import dev.doppel.results.report.Reports;
import dev.doppel.results.report.RunReport;
import dev.doppel.results.store.RunQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.function.Function;

/** Reports of runs that have ended; 202 with Retry-After until then. */
@Path("/api/v1/results/{id}")
@Guarded
@RunOnVirtualThread
public class ReportsResource {
    private final ResultsConfig config;
    private final RunQueries runs;
    private final Completeness completeness;
    private final StoredEvidence evidence;

    ReportsResource(ResultsConfig config, RunQueries runs, Completeness completeness, StoredEvidence evidence) {
        this.config = config;
        this.runs = runs;
        this.completeness = completeness;
        this.evidence = evidence;
    }

    /** JUnit XML (definition spec 9.3). */
    @GET
    @Path("/junit.xml")
    public Response junit(
            @PathParam("id") String id,
            @QueryParam("compat") @DefaultValue("false") boolean compat,
            @Context SecurityContext who) {
        return whenComplete(
                id,
                who,
                run -> Response.ok(
                                compat
                                        ? CompatJunitReport.write(run)
                                        : JunitReport.write(
                                                run,
                                                instance -> evidence.lastLines(
                                                        instance.ref()
                                                                .instance()
                                                                .value(),
                                                        instance.decidingAttempt(),
                                                        config.reportConsoleLines()),
                                                instance -> evidence.seen(
                                                        instance.ref()
                                                                .instance()
                                                                .value(),
                                                        instance.decidingAttempt())),
                                MediaType.APPLICATION_XML + ";charset=UTF-8")
                        .build());
    }

    /** The dump (definition spec 9.2). */
    @GET
    @Path("/dump.json")
    public Response dump(
            @PathParam("id") String id,
            @QueryParam("failed") @DefaultValue("false") boolean failed,
            @Context SecurityContext who) {
        return whenComplete(id, who, run -> {
            StreamingOutput body = out -> Dump.write(run, evidence, failed, out);
            return Response.ok(body, MediaType.APPLICATION_JSON).build();
        });
    }

    private Response whenComplete(String id, SecurityContext who, Function<RunReport, Response> report) {
        Optional<RunQueries.Stored> stored = ResultsResource.visible(runs, id, who);
        if (stored.isEmpty()) {
            return Problems.unknownRun(id);
        }
        RunReport run = Reports.of(stored.get());
        return completeness
                .missing(run, stored.get().end())
                .map(Problems::notYet)
                .orElseGet(() -> report.apply(run));
    }
}
