package dev.doppel.twin.record;

import dev.doppel.twin.http.Query;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of recorded paths are ids: numbers, UUIDs, long hex and prefixed texts with digits in them, and whatever an answer calls its
 * id. Such a segment becomes a parameter named after the segment before it, in every recording. Immutable.
 */
final class PathShapes {
    private static final int MAX_BODY = 1 << 20;
    private static final List<String> ID_FIELDS = List.of("id", "sid", "uuid", "_id", "key");

    private final Set<String> ids;

    private PathShapes(Set<String> ids) {
        this.ids = Set.copyOf(ids);
    }

    static PathShapes of(List<Recording> recordings) {
        Set<String> ids = new HashSet<>();
        for (Recording r : recordings) {
            List<String> segments = segments(r.path());
            Map<String, Object> body = Values.map(json(r));
            for (String field : ID_FIELDS) {
                String id = body == null ? null : Values.text(body.get(field));
                if (id != null && segments.contains(id) && segments.indexOf(id) > 0) {
                    ids.add(id);
                }
            }
        }
        return new PathShapes(ids);
    }

    /** The JSON of an answer, or null. */
    static @Nullable Object json(Recording r) {
        if (r.body().length == 0 || r.body().length > MAX_BODY) {
            return null;
        }
        try {
            return Json.parse(r.body());
        } catch (ValueSyntaxException e) {
            return null;
        }
    }

    static List<String> segments(String path) {
        List<String> out = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                out.add(Query.decode(part, false));
            }
        }
        return out;
    }

    boolean id(String segment) {
        return ids.contains(segment) || formal(segment);
    }

    /** By its form alone. */
    static boolean formal(String s) {
        boolean digits = s.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) {
            return true;
        }
        String bare = s.replace("-", "");
        boolean hex = bare.length() >= 8 && bare.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        boolean anyDigit = s.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (hex && anyDigit) {
            return true;
        }
        int mark = s.lastIndexOf('_');
        boolean prefixed = mark > 0 && mark <= 16 && s.length() - mark > 6;
        return prefixed && s.substring(mark + 1).chars().allMatch(Character::isLetterOrDigit) && anyDigit;
    }

    /** The path as a template: {@code /v1/customers/{customerId}}; a suffix such as {@code .json} stays. */
    String template(String path) {
        StringBuilder out = new StringBuilder();
        String before = "";
        Set<String> names = new HashSet<>();
        for (String segment : segments(path)) {
            int dot = segment.lastIndexOf('.');
            String core = dot > 0 && id(segment.substring(0, dot)) ? segment.substring(0, dot) : segment;
            out.append('/');
            if (id(core) && !before.isEmpty() && !version(core)) {
                String name = name(before);
                while (!names.add(name)) {
                    name += "2";
                }
                out.append('{').append(name).append('}').append(Query.encode(segment.substring(core.length())));
            } else {
                out.append(literal(segment));
                before = segment;
            }
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    private static String literal(String segment) {
        return Query.encode(segment).replace("%40", "@").replace("%3A", ":");
    }

    /** Dates and versions such as 2010-04-01 name the interface, not a row. */
    private static boolean version(String s) {
        return s.length() == 10 && s.charAt(4) == '-' && s.charAt(7) == '-';
    }

    private static String name(String collection) {
        StringBuilder letters = new StringBuilder();
        for (char c : collection.toCharArray()) {
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                letters.append(c);
            }
        }
        String word = letters.toString();
        String single = word.endsWith("ies")
                ? word.substring(0, word.length() - 3) + "y"
                : word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
        return single.isEmpty() || Character.isDigit(single.charAt(0))
                ? "id"
                : single.substring(0, 1).toLowerCase(Locale.ROOT) + single.substring(1) + "Id";
    }
}
