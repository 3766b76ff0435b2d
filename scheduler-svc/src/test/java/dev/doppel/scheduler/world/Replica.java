package dev.doppel.scheduler.world;

import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.codec.UnreadableMessage;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.id.TeamId;
import dev.doppel.platform.fault.FaultPoints;
import dev.doppel.platform.identity.ServiceIdentity;
import dev.doppel.platform.log.LogReader;
import dev.doppel.scheduler.bus.KafkaBroker;
import dev.doppel.scheduler.bus.Readers;
import dev.doppel.scheduler.bus.ResultRecords;
import dev.doppel.scheduler.config.SchedulerConfig;
import dev.doppel.scheduler.drive.Scheduler;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.outbox.OutboxPublisher;
import dev.doppel.scheduler.store.Outbox;
import dev.doppel.scheduler.store.Retention;
import dev.doppel.scheduler.store.RunEvents;
import dev.doppel.scheduler.store.RunViews;
import dev.doppel.scheduler.store.Signals;
import dev.doppel.scheduler.store.Sql;
import dev.doppel.scheduler.store.Submissions;
import dev.doppel.scheduler.submission.ProjectReader;
import dev.doppel.scheduler.submission.Rejected;
import dev.doppel.scheduler.submission.SubmissionRequest;
import dev.doppel.scheduler.submission.Submitter;
import dev.doppel.testkit.kafka.EmbeddedKafka;
import dev.doppel.testkit.postgres.EmbeddedPostgres;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;

/** A replica of scheduler-svc without its container, so that several can live, and die, in one test. */
public final class Replica implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.sqlclient.Pool pool;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaBroker broker;
    private final Scheduler scheduler;
    private final OutboxPublisher publisher;
    private final Signals signals;
    private final Readers readers;
    private final LogReader keeper;
    private final Submitter submitter;
    private final RunViews views;
    private final Retention retention;

    /** A fresh database with this service's tables. */
    public static String database(String name) {
        try (Connection connection = DriverManager.getConnection(EmbeddedPostgres.jdbcUrl())) {
            connection.createStatement().execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + EmbeddedPostgres.port() + "/" + name, "postgres", "")
                .schemas("scheduler")
                .locations("classpath:db/scheduler")
                .load()
                .migrate();
        return name;
    }

    /**
     * Where Kafka and Postgres are.
     *
     * @param kafka bootstrap servers
     * @param postgres port on this machine
     */
    public record Stores(String kafka, int postgres) {
        /** Those of this JVM. */
        public static Stores here() {
            return new Stores(EmbeddedKafka.bootstrapServers(), EmbeddedPostgres.port());
        }
    }

    public Replica(String name, String database, FakeProvider provider) {
        this(name, database, provider, FaultPoints.none(), Stores.here());
    }

    /** With any provider, and faults; the stores may be another JVM's. */
    public Replica(String name, String database, EnvironmentProvider provider, FaultPoints faults, Stores stores) {
        SchedulerConfig config = new SmallRyeConfigBuilder()
                .withMapping(SchedulerConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of(
                        "doppel.scheduler.replica", name,
                        "doppel.scheduler.lease", "2s",
                        "doppel.scheduler.heartbeat-limit", "3s",
                        "doppel.scheduler.close-limit", "3s",
                        "doppel.scheduler.withdraw-limit", "2s",
                        "doppel.scheduler.replica-silence", "600s"))
                .build()
                .getConfigMapping(SchedulerConfig.class);
        pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(stores.postgres())
                        .setDatabase(database)
                        .setUser("postgres")
                        .setPassword("postgres"))
                .with(new PoolOptions().setMaxSize(8))
                .build();
        Sql sql = new Sql(io.vertx.mutiny.sqlclient.Pool.newInstance(pool));
        Map<String, Object> kafka = new HashMap<>(Map.of("bootstrap.servers", stores.kafka()));
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        broker = new KafkaBroker(
                (topic, key, value, headers) -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    producer.send(
                            new ProducerRecord<>(topic.topicName(), null, key, value, headers), (sent, failure) -> {
                                if (failure == null) {
                                    done.complete(null);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            });
                    return done;
                },
                kafka);
        ServiceIdentity identity = ServiceIdentity.start("scheduler", name);
        RunEvents events = new RunEvents(sql);
        views = new RunViews(sql);
        retention = new Retention(sql);
        scheduler = new Scheduler(config, identity, sql, provider, broker, Clock.systemUTC(), faults);
        publisher = new OutboxPublisher(new Outbox(sql), broker::send);
        signals = new Signals(sql, signal -> {
            scheduler.wake();
            publisher.wake();
        });
        submitter = new Submitter(
                new Submissions(sql),
                new ProjectReader(10_000_000, false),
                new MessageCodec(identity.source(), Clock.systemUTC()),
                Clock.systemUTC(),
                config.maxParallel());
        keeper = LogReader.start("keeper-" + name, kafka, record -> {
            try {
                ResultRecords.event(record).ifPresent(event -> events.append(List.of(event)));
            } catch (UnreadableMessage e) {
                throw new IllegalStateException(e);
            }
        });
        keeper.fromNow(Topic.RESULTS.topicName()).join();
        readers = new Readers(name, kafka, scheduler);
        signals.start();
        publisher.start();
        readers.awaitReady(Duration.ofSeconds(30));
        scheduler.start();
    }

    public RunId submit(String... definitions) {
        try {
            return submitter.submit(new SubmissionRequest(
                    Client.project(definitions),
                    null,
                    "",
                    Map.of(),
                    Set.of(),
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    TeamId.of("default"),
                    List.of()));
        } catch (Rejected e) {
            throw new IllegalStateException(e.problems().toString(), e);
        }
    }

    /** Forgets finished runs of any age. */
    public int forgetAll() {
        return retention.forget(Duration.ZERO);
    }

    public RunViews views() {
        return views;
    }

    /** How many instances this replica drives. */
    public int driven() {
        return scheduler.driven().size();
    }

    /** Dies as by kill -9: nothing is given back. */
    public void kill() {
        scheduler.halt();
        release();
    }

    private void release() {
        readers.close();
        keeper.close();
        publisher.close();
        signals.close();
        broker.close();
        producer.close(Duration.ofSeconds(1));
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        scheduler.close();
        release();
    }
}
