package dev.doppel.definition.read;

import dev.doppel.definition.tree.MapNode;
import java.util.List;

/** Saved requests of an old desktop client (spec 1.10): checked and otherwise ignored. */
final class SavedRequests {
    private static final List<String> HTTP = List.of(
            "type",
            "name",
            "description",
            "stage",
            "requestMethod",
            "requestUrl",
            "requestTarget",
            "requestProtocol",
            "requestHeaders",
            "requestBody");
    private static final List<String> DB =
            List.of("type", "name", "description", "stage", "queryTarget", "queryText", "queryParams");

    private SavedRequests() {}

    static void check(Context context, MapNode map, String path, String type) {
        if (type.equals("HTTP_REQUEST")) {
            Fields fields = new Fields(context, map, path, HTTP);
            for (String key : List.of("requestMethod", "requestUrl", "requestTarget")) {
                fields.requiredText(key, "a saved request has requestMethod, requestUrl and requestTarget");
            }
            String protocol = fields.text("requestProtocol");
            if (protocol != null && !protocol.equals("http") && !protocol.equals("https")) {
                fields.error(
                        "enum",
                        "requestProtocol",
                        "'requestProtocol' is '" + Show.shorten(protocol) + "'",
                        "http or https");
            }
        } else {
            Fields fields = new Fields(context, map, path, DB);
            fields.requiredText("queryTarget", "a saved query has queryTarget and queryText");
            fields.requiredText("queryText", "a saved query has queryTarget and queryText");
        }
    }
}
