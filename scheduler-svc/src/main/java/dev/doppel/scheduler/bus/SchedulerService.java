package dev.doppel.scheduler.bus;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.topic.Topics;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.drive.Scheduler;
import dev.doppel.scheduler.drive.Tally;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.outbox.OutboxPublisher;
import dev.doppel.scheduler.store.Cancellations;
import dev.doppel.scheduler.store.Census;
import dev.doppel.scheduler.store.Outbox;
import dev.doppel.scheduler.store.RunEvents;
import dev.doppel.scheduler.store.RunViews;
import dev.doppel.scheduler.store.Signals;
import dev.doppel.scheduler.store.Sql;
import dev.doppel.scheduler.store.Submissions;
import dev.doppel.scheduler.submission.ProjectReader;
import dev.doppel.scheduler.submission.Submitter;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts the service together, starts it and stops it in reverse order. */
@Startup
@ApplicationScoped
public class SchedulerService {
    private static final Logger LOG = Logger.getLogger(SchedulerService.class);
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final SchedulerConfig config;
    private final Channels channels;
    private final Map<String, Object> kafka;
    private final EnvironmentProvider provider;
    private final Cancellations cancellations;
    private final RunEvents events;
    private final RunViews views;
    private final Submitter submitter;
    private final Outbox outbox;
    private final Sql sql;
    private final ServiceIdentity identity;
    private final RunWatch watch = new RunWatch();

    private volatile @org.jspecify.annotations.Nullable Running running;

    private record Running(
            Scheduler scheduler, OutboxPublisher publisher, Signals signals, Readers readers, KafkaBroker broker) {}

    SchedulerService(
            SchedulerConfig config,
            Channels channels,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ReactiveDataSource("scheduler") Pool pool,
            @Any Instance<EnvironmentProvider> providers) {
        this.config = config;
        this.channels = channels;
        this.kafka = new HashMap<>(kafka);
        this.provider = provider(config.provider(), providers);
        this.identity = ServiceIdentity.start("scheduler", config.replica());
        this.sql = new Sql(pool);
        this.cancellations = new Cancellations(sql, identity.replica() + "/" + identity.incarnation());
        this.events = new RunEvents(sql);
        this.views = new RunViews(sql);
        this.outbox = new Outbox(sql);
        this.submitter = new Submitter(
                new Submissions(sql),
                new ProjectReader(config.maxBundleBytes(), provider.name().equals("process")),
                new MessageCodec(identity.source(), Clock.systemUTC()),
                Clock.systemUTC(),
                config.maxParallel());
    }

    private static EnvironmentProvider provider(String name, Instance<EnvironmentProvider> providers) {
        List<String> known = providers.stream().map(EnvironmentProvider::name).toList();
        return providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("doppel.scheduler.provider is '" + name + "'; known are " + known));
    }

    @PostConstruct
    void start() {
        Topics.ensure(kafka, config.topicReplication(), KAFKA_LIMIT);
        KafkaBroker broker = new KafkaBroker(channels::send, kafka);
        Scheduler scheduler =
                new Scheduler(config, identity, sql, provider, broker, Clock.systemUTC(), FaultPoints.configured());
        Readers readers = new Readers("scheduler-" + identity.replica(), kafka, scheduler);
        OutboxPublisher publisher = new OutboxPublisher(outbox, broker::send);
        Signals signals = new Signals(sql, signal -> heard(signal, scheduler, publisher));
        running = new Running(scheduler, publisher, signals, readers, broker);
        signals.start();
        publisher.start();
        readers.awaitReady(KAFKA_LIMIT);
        scheduler.start();
        LOG.infof("scheduler-svc replica %s is at work with provider %s", identity.replica(), provider.name());
    }

    private void heard(String signal, Scheduler scheduler, OutboxPublisher publisher) {
        if (signal.equals("queue")) {
            scheduler.wake();
        } else if (signal.equals("outbox")) {
            publisher.wake();
        } else if (signal.startsWith("run ")) {
            watch.changed(signal.substring(4));
        }
    }

    void stop(@Observes @Priority(10) ShutdownEvent event) {
        Running now = running;
        if (now != null) {
            running = null;
            now.readers().close();
            now.scheduler().close();
            now.publisher().close();
            now.signals().close();
            now.broker().close();
            provider.close();
        }
    }

    /** What it has done since it is at work; empty before and after. */
    public Optional<Tally> tally() {
        return Optional.ofNullable(running).map(now -> now.scheduler().tally());
    }

    /** Environments that outlived their time. */
    public EnvironmentProvider.Leaks leaks() {
        return provider.leaks();
    }

    /** Counts the queue; asks Postgres. */
    public Census.Counts census() {
        return new Census(sql).take();
    }

    /** True while it works. */
    public boolean ready() {
        return running != null;
    }

    /** Ends of runs before their time. */
    public Cancellations cancellations() {
        return cancellations;
    }

    /** What was said about runs. */
    public RunEvents events() {
        return events;
    }

    /** Runs for people. */
    public RunViews views() {
        return views;
    }

    /** Takes submissions. */
    public Submitter submitter() {
        return submitter;
    }

    /** Wakes those who watch a run. */
    public RunWatch watch() {
        return watch;
    }
}
