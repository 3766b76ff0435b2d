package dev.doppel.scheduler.api;

import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.bus.SchedulerService;
import dev.doppel.scheduler.store.RunEvents;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/runs/{run}/events}: what happens to a run, resumable. See docs/api.md. */
@Path("/api/v1/runs/{run}/events")
@SchedulerApi
public class RunEventsResource {
    private static final int PAGE = 200;
    private static final long LOOK_MILLIS = 2_000;
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String LAST = "run.finished";

    private final SchedulerService service;

    RunEventsResource(SchedulerService service) {
        this.service = service;
    }

    /** Everything after {@code Last-Event-ID}, from the beginning without one; ends after the run's last event. */
    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(
            @PathParam("run") String run,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @Context Sse sse,
            @Context SecurityContext who) {
        RunId id = RunsResource.visible(service, run, who)
                .map(view -> new RunId(view.id()))
                .orElseThrow(() -> new WebApplicationException(RunsResource.unknown(run)));
        long after = position(last);
        return Multi.createFrom()
                .emitter(
                        emitter -> Thread.ofVirtual().name("events-" + id).start(() -> emit(id, after, sse, emitter)),
                        BackPressureStrategy.BUFFER);
    }

    private static long position(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(last.strip()));
        } catch (NumberFormatException e) {
            throw new WebApplicationException(Problems.of(
                    400, "option", "An option is wrong", "Last-Event-ID must be the id of an event, a number"));
        }
    }

    private void emit(RunId run, long after, Sse sse, MultiEmitter<? super OutboundSseEvent> emitter) {
        Semaphore wake = new Semaphore(0);
        try (AutoCloseable watching = service.watch().watch(run.value(), wake)) {
            long position = after;
            long said = System.nanoTime();
            while (!emitter.isCancelled() && service.ready()) {
                List<RunEvents.RunEvent> events = service.events().after(run, position, PAGE);
                for (RunEvents.RunEvent event : events) {
                    position = event.seq();
                    said = System.nanoTime();
                    emitter.emit(sse.newEventBuilder()
                            .id(Long.toString(event.seq()))
                            .name(event.type())
                            .mediaType(MediaType.TEXT_PLAIN_TYPE)
                            .data(String.class, event.data())
                            .build());
                    if (event.type().equals(LAST)) {
                        emitter.complete();
                        return;
                    }
                }
                if (events.isEmpty()) {
                    if (System.nanoTime() - said > ALIVE_NANOS) {
                        said = System.nanoTime();
                        emitter.emit(sse.newEventBuilder().comment("alive").build());
                    }
                    if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                }
            }
            emitter.complete();
        } catch (Exception e) {
            emitter.fail(e);
        }
    }

    /** What is our fault says so. */
    @ServerExceptionMapper
    public Response failed(RuntimeException failure) {
        return Problems.ours(failure);
    }
}
