package dev.doppel.scheduler.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.codec.Encoded;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.InstanceState;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.definition.LoadResult;
import dev.doppel.definition.LoadedDefinition;
import dev.doppel.definition.files.FileEntry;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.problem.Problem;
import dev.doppel.platform.blob.Blobs;
import dev.doppel.scheduler.store.NewRun;
import dev.doppel.scheduler.store.RunOptions;
import dev.doppel.scheduler.store.StoredFile;
import dev.doppel.scheduler.store.Submissions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a bundle into a durable run (spec 8, 12.5). Thread-safe; waits for the database. */
public final class Submitter {
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Submissions submissions;
    private final ProjectReader reader;
    private final MessageCodec codec;
    private final Clock clock;
    private final int maxParallel;

    /** @param maxParallel the installation's limit */
    public Submitter(Submissions submissions, ProjectReader reader, MessageCodec codec, Clock clock, int maxParallel) {
        this.submissions = submissions;
        this.reader = reader;
        this.codec = codec;
        this.clock = clock;
        this.maxParallel = maxParallel;
    }

    /**
     * Returns only after run, instances and files are durable.
     *
     * @return the run, which may be one accepted before under the same key
     * @throws Rejected when nothing is taken
     */
    public RunId submit(SubmissionRequest request) throws Rejected {
        String digest = digest(request);
        if (request.key() != null) {
            Submissions.Outcome earlier = submissions.earlier(request.team(), request.key(), digest);
            if (earlier != null) {
                return run(earlier, request.key());
            }
        }
        ProjectReader.Read read = reader.read(request);
        NewRun run = run(request, read);
        try {
            return run(submissions.store(run, request.key(), digest), request.key());
        } catch (Submissions.KeyRace race) {
            Submissions.Outcome earlier =
                    request.key() == null ? null : submissions.earlier(request.team(), request.key(), digest);
            if (earlier == null) {
                throw race;
            }
            return run(earlier, String.valueOf(request.key()));
        }
    }

    private static RunId run(Submissions.Outcome outcome, @org.jspecify.annotations.Nullable String key)
            throws Rejected {
        return switch (outcome) {
            case Submissions.Outcome.Stored stored -> stored.run();
            case Submissions.Outcome.Repeated repeated -> repeated.run();
            case Submissions.Outcome.KeyTaken taken ->
                throw new Rejected(
                        Rejected.Kind.KEY_REUSED,
                        "Idempotency-Key " + key + " was used for another submission, run " + taken.run()
                                + "; use a new key for a new submission",
                        List.of());
        };
    }

    private NewRun run(SubmissionRequest request, ProjectReader.Read read) {
        Instant now = clock.instant();
        RunId run = newRunId(now);
        LoadResult result = read.result();
        Map<String, byte[]> blobs = new TreeMap<>();
        List<NewRun.NewInstance> instances = new ArrayList<>();
        List<InstanceRef> refs = new ArrayList<>();
        List<Encoded> parts = new ArrayList<>();
        for (LoadedDefinition definition : read.definitions()) {
            InstanceId id = new InstanceId(run.value() + "-" + (instances.size() + 1));
            byte[] resolved = json(definition.resolved()).getBytes(StandardCharsets.UTF_8);
            String sha = Blobs.sha256(resolved);
            blobs.put(sha, resolved);
            List<StoredFile> files = new ArrayList<>();
            for (FileEntry file : definition.files()) {
                blobs.computeIfAbsent(file.sha256(), key -> file.content().bytes());
                files.add(new StoredFile(file.path(), file.sha256(), file.executable()));
            }
            String name = definition.definition().name();
            instances.add(new NewRun.NewInstance(id, name, definition.path(), sha, files, items(definition)));
            refs.add(new InstanceRef(id, name, definition.path(), BlobRef.of(sha, resolved.length)));
        }
        List<InvalidDefinition> invalid = result.invalid().stream()
                .map(bad -> new InvalidDefinition(
                        bad.name(),
                        bad.path(),
                        bad.problems().stream().map(Problem::toString).toList()))
                .toList();
        List<String> warnings = new ArrayList<>(request.notes());
        read.problems().stream()
                .filter(p -> !p.isError())
                .map(Problem::toString)
                .forEach(warnings::add);
        String project = request.project() == null ? "project" : request.project();
        List<Encoded> messages = new ArrayList<>(parts);
        messages.add(codec.encode(new RunAccepted(run, now, project, request.team(), refs, invalid, warnings)));
        for (InstanceRef ref : refs) {
            messages.add(codec.encode(
                    new InstanceStateChanged(run, now, ref.instance(), 0, InstanceState.PENDING, "queued", null)));
        }
        int parallel = request.maxParallel() == null ? maxParallel : Math.min(maxParallel, request.maxParallel());
        RunOptions options = new RunOptions(
                request.projectRoot(), parallel, read.localImages(), List.copyOf(new TreeSet<>(result.secretValues())));
        return new NewRun(
                run,
                now,
                request.team(),
                project,
                request.timeout() == null ? null : now.plus(request.timeout()),
                options,
                warnings,
                json(invalid),
                blobs,
                instances,
                messages);
    }

    /** Adds the parts of a definition to what is published with the run, so that every report can show it. */
    private static BlobRef blob(byte[] content, String sha, List<Encoded> parts) {
        int count = (content.length + BlobRef.PART_BYTES - 1) / BlobRef.PART_BYTES;
        BlobRef ref = new BlobRef(sha, content.length, count);
        for (int part = 0; part < count; part++) {
            int from = part * BlobRef.PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + BlobRef.PART_BYTES));
            parts.add(new Encoded(Topic.BLOBS, ref.key(part), Map.of(), bytes));
        }
        return ref;
    }

    private static List<Map.Entry<String, String>> items(LoadedDefinition definition) {
        List<Map.Entry<String, String>> items = new ArrayList<>();
        for (Item item : definition.definition().items()) {
            if (!(item instanceof Mock) && !(item instanceof Twin)) {
                items.add(Map.entry(item.name(), item.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
            }
        }
        return items;
    }

    private static String json(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }

    private static RunId newRunId(Instant now) {
        StringBuilder id = new StringBuilder(RUN_TIME.format(now)).append('-');
        for (int i = 0; i < 8; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RunId(id.toString());
    }

    private static String digest(SubmissionRequest request) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("bundle", Blobs.sha256(request.bundle()));
        options.put("target", request.target());
        options.put("cwd", request.cwd());
        options.put("env", new TreeMap<>(request.env()));
        options.put("only", new TreeSet<>(request.only()));
        options.put("strict", request.strict());
        options.put(
                "timeout", request.timeout() == null ? null : request.timeout().toMillis());
        options.put("maxParallel", request.maxParallel());
        return Blobs.sha256(json(options).getBytes(StandardCharsets.UTF_8));
    }
}
