package dev.doppel.results.bus;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.platform.topic.Topics;
import dev.doppel.results.config.ResultsConfig;
import dev.doppel.results.intake.Content;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes sure of the topics and of the secrets before the channels subscribe, and reads doppel.blobs. */
@ApplicationScoped
public class BlobContent implements Content {
    private static final Logger LOG = Logger.getLogger(BlobContent.class);
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);

    private final ResultsConfig config;
    private final EnvironmentSecrets secrets;
    private final Map<String, Object> kafka;
    private volatile @Nullable Blobs blobs;

    BlobContent(
            ResultsConfig config,
            EnvironmentSecrets secrets,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.secrets = secrets;
        this.kafka = Map.copyOf(kafka);
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Topics.ensure(kafka, config.topicReplication(), KAFKA_LIMIT);
        secrets.start(kafka, KAFKA_LIMIT);
        blobs = new Blobs(
                "results-blobs",
                kafka,
                record -> CompletableFuture.failedFuture(
                        new UnsupportedOperationException("results-svc publishes no blobs")));
    }

    void stop(@Observes ShutdownEvent event) {
        Blobs open = blobs;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public byte @Nullable [] get(BlobRef ref, Duration limit) {
        Blobs open = blobs;
        if (open == null) {
            return null;
        }
        try {
            return open.get(ref).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("content %s of %d bytes did not come within %s", ref.sha256(), ref.size(), limit);
        } catch (ExecutionException e) {
            LOG.warnf("content %s cannot be used: %s", ref.sha256(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
