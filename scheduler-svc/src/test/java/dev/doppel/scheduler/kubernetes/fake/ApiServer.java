package dev.doppel.scheduler.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.scheduler.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CRUD server, with what it lacks: server-side apply, addresses for Services, strict field validation, namespaces that end slowly, logs, and
 * faults on demand. Thread-safe.
 */
public final class ApiServer extends KubernetesCrudDispatcher {
    private static final Pattern LOG = Pattern.compile("/api/v1/namespaces/([^/]+)/pods/([^/]+)/log\\?.*");
    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces/([^/?]+)(\\?.*)?");

    private final AtomicInteger addresses = new AtomicInteger(1);
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private final List<String> made = new CopyOnWriteArrayList<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    private volatile boolean slowNamespaces;
    private volatile boolean lateAddresses;

    private record Fault(Pattern request, AtomicInteger times, Function<RecordedRequest, MockResponse> answer) {}

    /**
     * @param agent the client's name for itself
     * @param what {@code METHOD path}
     */
    public record Asked(String agent, String what) {}

    /** {@code METHOD path} of every request so far. */
    public List<String> requests() {
        return requests.stream().map(Asked::what).toList();
    }

    /** The same, of one client. */
    public List<String> requestsOf(String agent) {
        return requests.stream()
                .filter(asked -> asked.agent().equals(agent))
                .map(Asked::what)
                .toList();
    }

    /** The next so many requests whose {@code METHOD path} has a match are answered with this code. */
    public void fail(String request, int times, int code, String message) {
        faults.add(new Fault(Pattern.compile(request), new AtomicInteger(times), r -> status(code, message)));
    }

    /** The next so many such requests are performed, but their answer is lost. */
    public void loseAnswer(String request, int times) {
        faults.add(new Fault(Pattern.compile(request), new AtomicInteger(times), r -> {
            perform(r);
            return status(503, "the connection broke");
        }));
    }

    /** The next so many such requests are performed, but their answer comes late. */
    public void slow(String request, int times, Duration late) {
        faults.add(new Fault(
                Pattern.compile(request),
                new AtomicInteger(times),
                r -> perform(r).setBodyDelay(late)));
    }

    /** The next so many such watches are given these lines of a stream, which then ends by itself. */
    public void stream(String watch, int times, String lines) {
        // asked for a web socket first, which it is not given, then for a stream
        faults.add(new Fault(
                Pattern.compile(watch),
                new AtomicInteger(2 * times),
                r -> new MockResponse()
                        .setResponseCode(200)
                        .setHeader("Content-Type", "application/json")
                        .setBody(r.getHeader("Upgrade") == null ? lines : "")));
    }

    /** When the next such request has been performed, and before it is answered, this happens. */
    public void after(String request, Runnable happens) {
        faults.add(new Fault(Pattern.compile(request), new AtomicInteger(1), r -> {
            MockResponse done = perform(r);
            happens.run();
            return done;
        }));
    }

    /** Whose namespaces were made so far, in order: {@code instance/attempt}. */
    public List<String> made() {
        return List.copyOf(made);
    }

    /** Namespaces that are deleted stay as terminating until {@link #finishNamespaces}. */
    public void slowNamespaces() {
        slowNamespaces = true;
    }

    /** Services have no address in the answer to their creation, but soon after. */
    public void lateAddresses() {
        lateAddresses = true;
    }

    /** What a pod has written, each line behind its time. */
    public void log(String namespace, String pod, String text) {
        logs.put(namespace + "/" + pod, text);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String what = request.getMethod() + " " + request.getPath();
        requests.add(new Asked(String.valueOf(request.getHeader("User-Agent")), what));
        for (Fault fault : faults) {
            if (fault.request().matcher(what).find() && fault.times().getAndDecrement() > 0) {
                return fault.answer().apply(request);
            }
        }
        return perform(request);
    }

    private MockResponse perform(RecordedRequest request) {
        Matcher log = LOG.matcher(request.getPath());
        if (log.matches()) {
            String text = logs.get(log.group(1) + "/" + log.group(2));
            return text == null
                    ? status(400, "container \"item\" is waiting to start")
                    : new MockResponse().setResponseCode(200).setBody(text);
        }
        return super.dispatch(unselected(request));
    }

    /** The CRUD server selects by labels and by name only; all events here are warnings about pods. */
    private static RecordedRequest unselected(RecordedRequest request) {
        return request.getPath().contains("/events?")
                ? new RecordedRequest(
                        request.getHttpVersion(),
                        request.method(),
                        request.getPath().replaceFirst("fieldSelector=[^&]*&?", ""),
                        request.getHeaders(),
                        request.getBody())
                : request;
    }

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
        HasMetadata object;
        try {
            object = StrictModels.read(request.getUtf8Body());
        } catch (IllegalArgumentException e) {
            return status(400, e.getMessage());
        }
        if (object instanceof Service service && !lateAddresses) {
            address(service);
        }
        MockResponse done =
                super.handleCreate(with(request, HttpMethod.POST, request.getPath(), object, "application/json"));
        if (object instanceof Namespace namespace && done.code() < 300) {
            Marks.owner(namespace.getMetadata()).ifPresent(owner -> made.add(owner.instance() + "/" + owner.attempt()));
        }
        return done;
    }

    private void address(Service service) {
        int number = addresses.getAndIncrement();
        String address = "10.96." + number / 250 + "." + (number % 250 + 1);
        service.getSpec().setClusterIP(address);
        service.getSpec().setClusterIPs(List.of(address));
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
        if (!String.valueOf(request.getHeader("Content-Type")).contains("apply-patch")) {
            return super.handlePatch(request);
        }
        HasMetadata object;
        try {
            object = StrictModels.read(request.getUtf8Body());
        } catch (IllegalArgumentException e) {
            return status(400, e.getMessage());
        }
        String path = request.getPath().replaceFirst("\\?.*", "");
        MockResponse found = super.handleGet(path);
        if (found.code() == 200) {
            HasMetadata merged = merged(Serialization.unmarshal(found.getBody().readUtf8()), object);
            return super.handleUpdate(with(request, HttpMethod.PUT, path, merged, "application/json"));
        }
        String collection = path.substring(0, path.lastIndexOf('/'));
        MockResponse made = handleCreate(with(request, HttpMethod.POST, collection, object, "application/json"));
        if (lateAddresses && object instanceof Service service && made.code() < 300) {
            address(service);
            Thread.ofVirtual()
                    .start(() -> super.handlePatch(
                            with(request, HttpMethod.PATCH, path, service, "application/merge-patch+json")));
        }
        return made;
    }

    /** What is applied replaces what was applied before; what the server or others set stays. */
    private static HasMetadata merged(HasMetadata found, HasMetadata applied) {
        ObjectNode whole = Serialization.jsonMapper().valueToTree(found);
        ObjectNode ours = Serialization.jsonMapper().valueToTree(applied);
        ours.properties().forEach(field -> {
            if (field.getKey().equals("spec") && whole.get("spec") instanceof ObjectNode spec) {
                spec.setAll((ObjectNode) field.getValue());
            } else if (!field.getKey().equals("metadata")) {
                whole.set(field.getKey(), field.getValue());
            }
        });
        HasMetadata result = Serialization.unmarshal(whole.toString());
        result.getMetadata().getLabels().putAll(applied.getMetadata().getLabels());
        return result;
    }

    @Override
    public MockResponse handleDelete(String path) {
        Matcher namespace = NAMESPACE.matcher(path);
        if (!namespace.matches()) {
            return super.handleDelete(path);
        }
        String name = namespace.group(1);
        for (String inside : List.of(
                "/api/v1/namespaces/%s/pods",
                "/api/v1/namespaces/%s/services",
                "/api/v1/namespaces/%s/configmaps",
                "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices",
                "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies")) {
            super.handleDelete(inside.formatted(name));
        }
        if (!slowNamespaces) {
            return super.handleDelete(path);
        }
        held.add(name);
        patch(name, "[{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":[\"doppel.test/hold\"]}]");
        return super.handleDelete(path);
    }

    private void patch(String namespace, String operations) {
        super.handlePatch(new RecordedRequest(
                "HTTP/1.1",
                HttpMethod.PATCH,
                "/api/v1/namespaces/" + namespace,
                Headers.builder()
                        .add("Content-Type", "application/json-patch+json")
                        .build(),
                new Buffer(operations.getBytes(StandardCharsets.UTF_8))));
    }

    /** Namespaces that were deleted are really gone now. */
    public void finishNamespaces() {
        slowNamespaces = false;
        held.forEach(namespace -> patch(namespace, "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]"));
        held.clear();
    }

    private static RecordedRequest with(
            RecordedRequest request, HttpMethod method, String path, HasMetadata object, String type) {
        Headers headers = type == null
                ? request.getHeaders()
                : Headers.builder().add("Content-Type", type).build();
        return new RecordedRequest(
                request.getHttpVersion(),
                method,
                path,
                headers,
                new Buffer(Serialization.asJson(object).getBytes(StandardCharsets.UTF_8)));
    }

    private static MockResponse status(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(Serialization.asJson(new StatusBuilder()
                        .withCode(code)
                        .withMessage(message)
                        .withStatus("Failure")
                        .build()));
    }
}
