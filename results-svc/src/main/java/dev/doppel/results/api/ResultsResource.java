package dev.doppel.results.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.result.Verdict;
import dev.doppel.platform.access.Caller;
import dev.doppel.platform.problem.ProblemResponse;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.Reports;
import dev.doppel.results.report.RunReport;
import dev.doppel.results.report.Traffic;
import dev.doppel.results.report.Views;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.ExchangeRow;
import dev.doppel.results.store.RunEndRow;
import dev.doppel.results.store.RunQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is stored of runs. Answers at once with what there is; {@link ReportsResource} answers when all is there. */
@Path("/api/v1/results")
@Guarded
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ResultsResource {
    /** Value of {@code origin} for calls of test steps, which have none. */
    private static final String NO_ORIGIN = "-";

    private static final int MOST_RUNS = 200;
    private static final int MOST_EXCHANGES = 500;
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private final RunQueries runs;
    private final EvidenceQueries evidence;
    private final Completeness completeness;

    ResultsResource(RunQueries runs, EvidenceQueries evidence, Completeness completeness) {
        this.runs = runs;
        this.evidence = evidence;
        this.completeness = completeness;
    }

    /** Runs, newest first. */
    @GET
    public Response list(
            @QueryParam("limit") @DefaultValue("20") int limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext who) {
        if (limit < 1 || limit > MOST_RUNS) {
            return wrongLimit(limit, MOST_RUNS);
        }
        List<RunQueries.Listed> listed;
        if (cursor == null) {
            listed = runs.newest(Caller.of(who).team(), limit);
        } else {
            Optional<List<String>> parts = Cursor.parse(cursor, 2);
            if (parts.isEmpty()) {
                return wrongCursor();
            }
            try {
                listed = runs.after(
                        Caller.of(who).team(),
                        Instant.parse(parts.get().get(0)),
                        parts.get().get(1),
                        limit);
            } catch (DateTimeException e) {
                return wrongCursor();
            }
        }
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.withArray("/results");
        listed.forEach(one -> page.withArray("/results").add(summary(one)));
        RunQueries.Listed last = listed.size() == limit ? listed.getLast() : null;
        page.put("next", last == null ? null : Cursor.of(last.run().acceptedAt, last.run().id));
        return json(page);
    }

    /** A run with its instances, all their attempts, tests, steps, assertions and verdicts. */
    @GET
    @Path("/{id}")
    public Response run(@PathParam("id") String id, @Context SecurityContext who) {
        return visible(runs, id, who)
                .map(stored -> {
                    RunReport report = Reports.of(stored);
                    return json(Views.run(
                            report, completeness.missing(report, stored.end()).isEmpty()));
                })
                .orElseGet(() -> Problems.unknownRun(id));
    }

    /** Exchanges of the attempts that count, instance by instance in order of arrival. */
    @GET
    @Path("/{id}/exchanges")
    public Response exchanges(
            @PathParam("id") String id,
            @QueryParam("instance") @Nullable String instance,
            @QueryParam("attempt") @Nullable Integer attempt,
            @QueryParam("origin") @Nullable String origin,
            @QueryParam("target") @Nullable String target,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext who) {
        if (limit < 1 || limit > MOST_EXCHANGES) {
            return wrongLimit(limit, MOST_EXCHANGES);
        }
        Optional<RunQueries.Stored> stored = visible(runs, id, who);
        if (stored.isEmpty()) {
            return Problems.unknownRun(id);
        }
        Optional<Place> place = cursor == null ? Optional.of(new Place(0, -1, -1)) : Place.parse(cursor);
        if (place.isEmpty()) {
            return wrongCursor();
        }
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.withArray("/exchanges");
        List<InstanceReport> instances = Reports.of(stored.get()).instances();
        List<Object> next = new ArrayList<>();
        int found = 0;
        long bytes = 0;
        for (int i = place.get().instance(); i < instances.size() && next.isEmpty(); i++) {
            InstanceReport one = instances.get(i);
            String oneId = one.ref().instance().value();
            if (instance != null
                    && !instance.equals(oneId)
                    && !instance.equals(one.ref().name())) {
                continue;
            }
            boolean first = i == place.get().instance();
            long arrival = first ? place.get().arrival() : -1;
            long number = first ? place.get().number() : -1;
            while (true) {
                List<ExchangeRow> rows = evidence.exchanges(
                        new EvidenceQueries.Filter(
                                oneId,
                                attempt == null ? one.decidingAttempt() : attempt,
                                NO_ORIGIN.equals(origin) ? "" : origin,
                                target,
                                arrival,
                                number),
                        limit - found + 1);
                if (rows.isEmpty()) {
                    break;
                }
                boolean more = rows.size() > limit - found;
                List<ExchangeRow> shown = more ? rows.subList(0, limit - found) : rows;
                for (ExchangeRow row : shown) {
                    page.withArray("/exchanges").add(Traffic.entry(StoredEvidence.exchange(row.data)));
                    arrival = row.arrivalNumber;
                    number = row.key.number();
                    bytes += row.bytes;
                }
                found += shown.size();
                if (more || bytes > MOST_BYTES) {
                    next.addAll(List.of(i, arrival, number));
                    break;
                }
            }
        }
        page.put("next", next.isEmpty() ? null : Cursor.of(next.toArray()));
        return json(page);
    }

    /** The run, if there is one and it is the caller's to see; another team's run does not exist for them. */
    static Optional<RunQueries.Stored> visible(RunQueries runs, String id, SecurityContext who) {
        Caller caller = Caller.of(who);
        return runs.find(id).filter(stored -> caller.maySee(stored.run().team));
    }

    private record Place(int instance, long arrival, long number) {
        static Optional<Place> parse(String cursor) {
            return Cursor.parse(cursor, 3).flatMap(parts -> {
                try {
                    return Optional.of(new Place(
                            Math.max(0, Integer.parseInt(parts.get(0))),
                            Long.parseLong(parts.get(1)),
                            Long.parseLong(parts.get(2))));
                } catch (NumberFormatException e) {
                    return Optional.empty();
                }
            });
        }
    }

    private static ObjectNode summary(RunQueries.Listed listed) {
        RunEndRow end = listed.end();
        Verdict verdict = end == null ? null : Verdict.valueOf(end.verdict);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", listed.run().id);
        node.put("team", listed.run().team);
        node.put("project", listed.run().project);
        node.put("status", RunReport.status(verdict, true));
        node.put("verdict", verdict == null ? null : verdict.name());
        node.put("createdAt", listed.run().acceptedAt.toString());
        node.put("completedAt", end == null ? null : end.finishedAt.toString());
        node.put("instances", listed.run().instances);
        return node;
    }

    private static Response json(ObjectNode body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON).build();
    }

    private static Response wrongLimit(int limit, int most) {
        return ProblemResponse.of(400, "option", "Wrong limit", "limit must be 1 to " + most + ", not " + limit + ".");
    }

    private static Response wrongCursor() {
        return ProblemResponse.of(
                400, "option", "Wrong cursor", "cursor must be the value of \"next\" of the page before.");
    }
}
