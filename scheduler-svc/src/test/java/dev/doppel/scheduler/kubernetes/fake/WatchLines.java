package dev.doppel.scheduler.kubernetes.fake;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Lines of a watch's stream, as an API server writes them. Pure. */
public final class WatchLines {
    private WatchLines() {}

    /** The version that the watch began at has been forgotten: an event in the stream, where the request itself had been accepted. */
    public static String expired() {
        return line(new WatchEvent(
                new StatusBuilder()
                        .withApiVersion("v1")
                        .withStatus("Failure")
                        .withReason("Expired")
                        .withMessage("too old resource version: 7 (4711)")
                        .withCode(410)
                        .build(),
                "ERROR"));
    }

    /** Nothing has changed up to this version; of the object only that is given. */
    public static String bookmark(String version) {
        return line(new WatchEvent(
                new PodBuilder()
                        .withNewMetadata()
                        .withResourceVersion(version)
                        .endMetadata()
                        .build(),
                "BOOKMARK"));
    }

    private static String line(WatchEvent event) {
        return Serialization.asJson(event).replace("\n", "") + "\n";
    }
}
