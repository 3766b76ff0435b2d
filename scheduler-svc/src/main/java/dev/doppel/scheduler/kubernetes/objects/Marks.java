package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.contract.id.InstanceId;
import dev.doppel.contract.id.RunId;
import dev.doppel.scheduler.environment.EnvironmentPlan;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Labels and annotations by which environments are found again and known to be ours. Pure. */
public final class Marks {
    /** Label of everything that an installation makes. */
    public static final String INSTALLATION = "doppel.dev/installation";

    /** Label of a namespace: {@code environment} or {@code self-test}. */
    public static final String KIND = "doppel.dev/kind";

    /** Label of a pod: {@code service}, {@code worker}, {@code database} or {@code broker}. */
    public static final String ROLE = "doppel.dev/role";

    /** Annotation of a pod: the item's name. */
    public static final String ITEM = "doppel.dev/item";

    /** Annotation: when the environment may be removed whatever anyone says. */
    public static final String EXPIRES = "doppel.dev/expires-at";

    /** Annotation: kept for people to look at; the queue's opinion does not count any more. */
    public static final String KEPT = "doppel.dev/kept";

    /** Annotation of a claim: it is being emptied, and no one's any more. */
    public static final String REMOVING = "doppel.dev/removing";

    private static final String RUN = "doppel.dev/run";
    private static final String INSTANCE = "doppel.dev/instance";
    private static final String ATTEMPT = "doppel.dev/attempt";
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private Marks() {}

    /** Whose a namespace is, as its annotations say. */
    public record Owner(RunId run, InstanceId instance, int attempt) {}

    /** Labels of every object of an environment. */
    public static Map<String, String> labels(String installation, EnvironmentPlan plan) {
        Map<String, String> labels = common(installation, "environment");
        label(labels, RUN, plan.run().value());
        label(labels, INSTANCE, plan.instance().value());
        labels.put(ATTEMPT, Integer.toString(plan.attempt()));
        return labels;
    }

    /** Labels of everything of an installation that is of one kind. */
    public static Map<String, String> common(String installation, String kind) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/managed-by", "doppel");
        labels.put(INSTALLATION, installation);
        labels.put(KIND, kind);
        return labels;
    }

    private static void label(Map<String, String> labels, String key, String value) {
        if (LABEL_VALUE.matcher(value).matches()) {
            labels.put(key, value);
        }
    }

    /** Annotations of what claims a namespace: the ids in full, and the expiry. */
    public static Map<String, String> annotations(EnvironmentPlan plan, Instant expires) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(RUN, plan.run().value());
        annotations.put(INSTANCE, plan.instance().value());
        annotations.put(ATTEMPT, Integer.toString(plan.attempt()));
        annotations.put(EXPIRES, expires.toString());
        return annotations;
    }

    /** Whose it is; empty when the annotations do not say. */
    public static Optional<Owner> owner(ObjectMeta meta) {
        String run = annotation(meta, RUN);
        String instance = annotation(meta, INSTANCE);
        String attempt = annotation(meta, ATTEMPT);
        if (run == null || instance == null || attempt == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Owner(new RunId(run), new InstanceId(instance), Integer.parseInt(attempt)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether its time is over; something of ours that says no time at all is over too. */
    public static boolean expired(ObjectMeta meta, Instant now) {
        String expires = annotation(meta, EXPIRES);
        try {
            return expires == null || Instant.parse(expires).isBefore(now);
        } catch (DateTimeException e) {
            return true;
        }
    }

    /** Whether it is being removed already. */
    public static boolean removing(ObjectMeta meta) {
        return meta.getDeletionTimestamp() != null || annotation(meta, REMOVING) != null;
    }

    /** Whether it stays for people to look at. */
    public static boolean kept(ObjectMeta meta) {
        return annotation(meta, KEPT) != null;
    }

    /** The annotation, or null. */
    public static @Nullable String annotation(ObjectMeta meta, String key) {
        return meta.getAnnotations() == null ? null : meta.getAnnotations().get(key);
    }

    /** {@code key=value} as a map of one; a setting that has another form is refused. */
    public static Map<String, String> pair(String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            throw new IllegalArgumentException("a label is written key=value, not '" + text + "'");
        }
        return Map.of(text.substring(0, at).strip(), text.substring(at + 1).strip());
    }
}
