package dev.doppel.scheduler.api;

import dev.doppel.contract.id.RunId;
import dev.doppel.platform.access.Caller;
import dev.doppel.scheduler.bus.SchedulerService;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.store.RunView;
import dev.doppel.scheduler.submission.Rejected;
import dev.doppel.scheduler.submission.SubmissionRequest;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/runs}: submit, look, cancel. See docs/api.md. */
@Path("/api/v1/runs")
@SchedulerApi
@Blocking
public class RunsResource {
    private static final int MAX_LIST = 200;
    private static final int LIST = 50;

    private final SchedulerService service;
    private final SchedulerConfig config;

    RunsResource(SchedulerService service, SchedulerConfig config) {
        this.service = service;
        this.config = config;
    }

    /** A bundle as the body. */
    @POST
    @Consumes({
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
        "application/octet-stream"
    })
    public Response submit(
            byte @Nullable [] body, @Context UriInfo uri, @Context HttpHeaders headers, @Context SecurityContext who) {
        return accept(body == null ? new byte[0] : body, uri.getQueryParameters(), Map.of(), headers, who);
    }

    /** A bundle as the part {@code bundle}, options as further parts or in the query. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response submit(
            @RestForm("bundle") @Nullable FileUpload bundle,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String target,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String cwd,
            @RestForm @PartType(MediaType.TEXT_PLAIN) java.util.@Nullable List<String> env,
            @RestForm @PartType(MediaType.TEXT_PLAIN) java.util.@Nullable List<String> only,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String strict,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String timeout,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String maxParallel,
            @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String project,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context SecurityContext who)
            throws IOException {
        if (bundle == null) {
            return Problems.of(
                    400,
                    "option",
                    "An option is wrong",
                    "the part 'bundle' is missing: a zip or tar.gz of the project");
        }
        Map<String, java.util.@Nullable List<String>> form = new java.util.HashMap<>();
        put(form, "target", target);
        put(form, "cwd", cwd);
        form.put("env", env);
        form.put("only", only);
        put(form, "strict", strict);
        put(form, "timeout", timeout);
        put(form, "maxParallel", maxParallel);
        put(form, "project", project);
        return accept(Files.readAllBytes(bundle.uploadedFile()), uri.getQueryParameters(), form, headers, who);
    }

    private static void put(Map<String, java.util.@Nullable List<String>> form, String name, @Nullable String value) {
        if (value != null) {
            form.put(name, java.util.List.of(value));
        }
    }

    private Response accept(
            byte[] bundle,
            MultivaluedMap<String, String> query,
            Map<String, ? extends java.util.@Nullable List<String>> form,
            HttpHeaders headers,
            SecurityContext who) {
        try {
            SubmissionRequest request = new Options(query, form)
                    .request(bundle, headers, Caller.of(who).submitsFor(), config.trustProjectRoot());
            RunId run = service.submitter().submit(request);
            RunView view = service.views().one(run).orElseThrow();
            return Response.status(Response.Status.ACCEPTED)
                    .location(URI.create("/api/v1/runs/" + run))
                    .type(MediaType.APPLICATION_JSON)
                    .entity(Problems.json(view))
                    .build();
        } catch (Rejected rejected) {
            return Problems.of(rejected);
        }
    }

    /** The caller's newest runs, newest first; the operator's are everybody's. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@QueryParam("limit") @Nullable Integer limit, @Context SecurityContext who) {
        int wanted = limit == null ? LIST : Math.clamp(limit, 1, MAX_LIST);
        return Response.ok(Problems.json(
                        Map.of("runs", service.views().recent(Caller.of(who).team(), wanted))))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** One run as it is now. */
    @GET
    @Path("{run}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response get(@PathParam("run") String run, @Context SecurityContext who) {
        return visible(service, run, who)
                .map(view -> Response.ok(Problems.json(view))
                        .type(MediaType.APPLICATION_JSON)
                        .build())
                .orElseGet(() -> unknown(run));
    }

    /** Asks for the end of a run; nothing is erased. */
    @DELETE
    @Path("{run}")
    public Response cancel(@PathParam("run") String run, @Context SecurityContext who) {
        Optional<RunId> id = visible(service, run, who).map(view -> new RunId(view.id()));
        if (id.isEmpty() || !service.cancellations().cancel(id.get())) {
            return unknown(run);
        }
        return Response.accepted(Problems.json(service.views().one(id.get()).orElseThrow()))
                .location(URI.create("/api/v1/runs/" + run))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** The run, if there is one and it is the caller's to see; another team's run does not exist for them. */
    static Optional<RunView> visible(SchedulerService service, String run, SecurityContext who) {
        Caller caller = Caller.of(who);
        return id(run).flatMap(id -> service.views().one(id)).filter(view -> caller.maySee(view.team()));
    }

    private static Optional<RunId> id(String text) {
        try {
            return Optional.of(new RunId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Response unknown(String run) {
        String shown = run.length() > 100 ? run.substring(0, 100) + "..." : run;
        return Problems.of(404, "unknown-run", "Unknown run", "there is no run '" + shown + "'");
    }

    /** What is our fault says so. */
    @ServerExceptionMapper
    public Response failed(RuntimeException failure) {
        return Problems.ours(failure);
    }
}
