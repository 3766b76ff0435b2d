package dev.doppel.definition.read;

import dev.doppel.definition.model.Broker;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.Item;
import dev.doppel.definition.model.Mock;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Twin;
import dev.doppel.definition.model.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one part of a definition says about another. */
final class CrossChecks {
    private final Context context;
    private final Map<String, Item> byPath;
    private final List<Item> items;
    private final Map<String, Item> byName = new TreeMap<>();
    private final boolean incomplete;

    /** @param incomplete whether some items are missing here, so that an unknown name proves nothing */
    CrossChecks(Context context, Map<String, Item> byPath, boolean incomplete) {
        this.incomplete = incomplete;
        this.context = context;
        this.byPath = byPath;
        this.items = List.copyOf(byPath.values());
        items.forEach(item -> byName.putIfAbsent(item.name(), item));
    }

    /** Unknown origins, and mocks that nothing tells apart (spec 2.6, 4.6). */
    void mocks() {
        Map<Mock.Criteria, Mock> seen = new HashMap<>();
        byPath.forEach((path, item) -> {
            String origin = switch (item) {
                case Mock mock -> mock.criteria().origin();
                case Twin twin -> twin.origin();
                case Service s -> null;
                case Worker w -> null;
                case Database d -> null;
                case Broker b -> null;
            };
            if (origin != null && !origin.equals("chromium") && unknown(origin)) {
                context.warning(
                        "unknown-item",
                        item.at(),
                        path,
                        "no item is called '" + Show.shorten(origin) + "', so nothing comes from there",
                        names());
            }
            if (item instanceof Mock mock) {
                Mock first = seen.putIfAbsent(mock.criteria(), mock);
                if (first != null) {
                    context.warning(
                            "indistinguishable",
                            mock.at(),
                            path,
                            "mocks '" + Show.shorten(first.name()) + "' and '" + Show.shorten(mock.name())
                                    + "' match the same calls; the first defined always answers",
                            "make their criteria differ or remove one");
                }
            }
        });
    }

    /** The item a dbQuery names. */
    void database(Fields fields, String key, String name) {
        if (Syntax.dynamic(name) || byName.get(name) instanceof Database || hidden(name)) {
            return;
        }
        List<String> databases = items.stream()
                .filter(Database.class::isInstance)
                .map(Item::name)
                .toList();
        String what = byName.containsKey(name) ? "is not a DATABASE" : "is no item of this definition";
        fields.error(
                "unknown-item",
                key,
                "'" + Show.shorten(name) + "' " + what,
                databases.isEmpty()
                        ? "the definition has no DATABASE"
                        : "DATABASE items: " + String.join(", ", databases));
    }

    /** The item a ui action opens. */
    void uiTarget(Fields fields, String key, String name) {
        if (!Syntax.dynamic(name) && !(byName.get(name) instanceof Service) && !hidden(name)) {
            fields.error(
                    "unknown-item", key, "'" + Show.shorten(name) + "' is not a SERVICE of this definition", names());
        }
    }

    /** The item a twin action reads or writes. */
    void twin(Fields fields, String key, String name) {
        if (!Syntax.dynamic(name) && !(byName.get(name) instanceof Twin) && !hidden(name)) {
            fields.error("unknown-item", key, "'" + Show.shorten(name) + "' is not a TWIN of this definition", names());
        }
    }

    /** The host of a test step's URL (spec 5.3). */
    void url(Fields fields, String key, String url) {
        String rest = url.toLowerCase(Locale.ROOT).startsWith("http://")
                        || url.toLowerCase(Locale.ROOT).startsWith("https://")
                ? url.substring(url.indexOf("//") + 2)
                : url;
        boolean scheme = rest.length() != url.length();
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        if (Syntax.dynamic(authority)) {
            return;
        }
        int colon = authority.lastIndexOf(':');
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            fields.error(
                    "url",
                    key,
                    "'" + Show.shorten(url) + "' names no host",
                    "begin with an item's name, such as api/v1/orders");
            return;
        }
        Item item = byName.get(host);
        switch (item) {
            case null -> unknownHost(fields, key, host);
            case Service service -> {
                if (colon >= 0 && !scheme) {
                    fields.warning(
                            "url",
                            key,
                            "the port in '" + Show.shorten(authority)
                                    + "' has no effect: calls go to the item's own port",
                            "write " + host);
                }
            }
            case Database other -> noHttp(fields, key, host, "DATABASE");
            case Broker other -> noHttp(fields, key, host, "BROKER");
            case Worker other -> noHttp(fields, key, host, "WORKER");
            case Mock other -> unknownHost(fields, key, host);
            case Twin other -> unknownHost(fields, key, host);
        }
    }

    private void unknownHost(Fields fields, String key, String host) {
        if (incomplete || host.indexOf('.') >= 0 || host.startsWith("[") || host.equals("localhost") || mocked(host)) {
            return;
        }
        fields.warning(
                "unknown-item", key, "no item is called '" + Show.shorten(host) + "'; the step will fail", names());
    }

    private boolean mocked(String host) {
        return items.stream().anyMatch(item -> switch (item) {
            case Mock mock ->
                mock.criteria().target().host().equals(host)
                        || mock.criteria().target().host().equals("*");
            case Twin twin ->
                twin.targets().stream().anyMatch(target -> target.host().equals(host));
            case Service s -> false;
            case Worker w -> false;
            case Database d -> false;
            case Broker b -> false;
        });
    }

    private static void noHttp(Fields fields, String key, String host, String type) {
        fields.error(
                "url",
                key,
                "'" + host + "' is a " + type + "; it takes no HTTP calls",
                "name a SERVICE or an outside host");
    }

    /** An origin that a block expects calls from; absence of the item is only worth a word when calls are wanted (spec 7.5). */
    void origin(Fields fields, String key, @Nullable String origin, boolean wanted) {
        if (origin != null
                && wanted
                && !Syntax.dynamic(origin)
                && !byName.containsKey(origin)
                && !origin.equals("chromium")
                && !origin.equals("browser")) {
            fields.warning(
                    "unknown-item",
                    key,
                    "no item is called '" + Show.shorten(origin) + "', so no call can come from it",
                    names());
        }
    }

    /** An item whose console lines are counted. */
    void console(Fields fields, String key, String name) {
        if (!Syntax.dynamic(name) && unknown(name)) {
            fields.warning(
                    "unknown-item",
                    key,
                    "no item is called '" + Show.shorten(name) + "', so it writes no lines",
                    names());
        }
    }

    private boolean unknown(String name) {
        return !incomplete && !byName.containsKey(name);
    }

    /** Whether the name may be that of an item that could not be read. */
    private boolean hidden(String name) {
        return incomplete && !byName.containsKey(name);
    }

    private String names() {
        return byName.isEmpty() ? "" : "items: " + Show.shorten(String.join(", ", byName.keySet()));
    }
}
