package dev.doppel.scheduler.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.definition.model.Definition;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Twin;
import dev.doppel.scheduler.environment.EnvironmentFailure;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import dev.doppel.scheduler.environment.EnvironmentProvider;
import dev.doppel.scheduler.plan.Files;
import dev.doppel.scheduler.plan.MockSpecs;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes an environment: asks the provider, notes where evidence begins, publishes what is too large for records. */
final class Maker {
    private static final int MOCKS_IN_RECORD = 300 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EnvironmentProvider provider;
    private final Broker broker;

    Maker(EnvironmentProvider provider, Broker broker) {
        this.provider = provider;
        this.broker = broker;
    }

    private record Published(BlobRef definition, @Nullable BlobRef mocks, List<TwinSpec> twins) {}

    /** Fails with {@link EnvironmentFailure} when the user can do something about it, else with what the platform did wrong. */
    CompletableFuture<Made> make(
            EnvironmentPlan plan, Definition definition, byte[] resolved, Files files, EnvironmentObserver observer) {
        List<MockSpec> mocks = MockSpecs.of(definition);
        return provider.check(plan).thenCompose(problems -> {
            if (!problems.isEmpty()) {
                throw new EnvironmentFailure(null, String.join("; ", problems), List.of());
            }
            CompletableFuture<EvidenceStart> start = broker.ends(plan.instance());
            CompletableFuture<Published> published = publish(definition, resolved, mocks, files);
            CompletableFuture<EnvironmentLayout> layout = start.thenCompose(known -> provider.create(plan, observer));
            return layout.thenCombine(
                            start,
                            (made, from) -> new Made(made, from, placeholder(), List.of(), null, List.of(), token()))
                    .thenCombine(
                            published,
                            (made, blobs) -> new Made(
                                    made.layout(),
                                    made.start(),
                                    blobs.definition(),
                                    blobs.mocks() == null ? mocks : List.of(),
                                    blobs.mocks(),
                                    blobs.twins(),
                                    made.token()));
        });
    }

    private static BlobRef placeholder() {
        return new BlobRef("", 0, 1);
    }

    private CompletableFuture<Published> publish(
            Definition definition, byte[] resolved, List<MockSpec> mocks, Files files) {
        CompletableFuture<@Nullable BlobRef> mocksBlob = CompletableFuture.completedFuture(null);
        byte[] json = json(mocks);
        if (json.length > MOCKS_IN_RECORD) {
            mocksBlob = broker.publish(json).thenApply(ref -> ref);
        }
        return broker.publish(resolved)
                .thenCombine(mocksBlob, (d, m) -> new Published(d, m, List.of()))
                .thenCombine(
                        twins(definition, files),
                        (blobs, twins) -> new Published(blobs.definition(), blobs.mocks(), twins));
    }

    private CompletableFuture<List<TwinSpec>> twins(Definition definition, Files files) {
        List<Twin> twins = definition.items(Twin.class);
        if (twins.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Map<String, CompletableFuture<BlobRef>> published = new TreeMap<>();
        for (Twin twin : twins) {
            for (String path : twin.files()) {
                published.computeIfAbsent(path, known -> broker.publish(files.bytes(known)));
            }
        }
        return CompletableFuture.allOf(published.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<TwinSpec> specs = new ArrayList<>();
                    for (Twin twin : twins) {
                        List<String> targets = twin.targets().stream()
                                .map(Mock.Target::toString)
                                .toList();
                        Map<String, BlobRef> refs = new TreeMap<>();
                        twin.files()
                                .forEach(path -> refs.put(
                                        path,
                                        Objects.requireNonNull(published.get(path))
                                                .join()));
                        Map<String, String> env = new TreeMap<>();
                        twin.env().forEach(variable -> env.put(variable.name(), variable.value()));
                        specs.add(new TwinSpec(twin.name(), targets, twin.origin(), twin.config(), refs, env));
                    }
                    return specs;
                });
    }

    private static byte[] json(List<MockSpec> mocks) {
        try {
            return MessageCodec.json().writeValueAsBytes(mocks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write mocks", e);
        }
    }

    private static String token() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The failure itself, without the wrappers of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
