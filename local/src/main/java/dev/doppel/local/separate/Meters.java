package dev.doppel.local.separate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The meters of several processes as one page in Prometheus' text form: each sample gets the label {@code part}, such as {@code part="mock-0"}, for
 * every process has a JVM's meters of the same names. Who does not answer is seen by {@code doppel_platform_part_up}. Thread-safe.
 */
final class Meters implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /**
     * Asks each part; blocks, up to two seconds for one that does not answer.
     *
     * @param ports loopback ports by the parts' names
     */
    String page(Map<String, Integer> ports) {
        Map<String, String> pages = new LinkedHashMap<>();
        ports.forEach((part, port) -> pages.put(part, asked(port)));
        return merged(pages);
    }

    /** Empty when nobody answers. */
    private String asked(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                .timeout(LIMIT)
                .header("Accept", "text/plain")
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** What several pages say, meter by meter: one with the same name in two of them is described once. An empty page is a part that is down. */
    static String merged(Map<String, String> pages) {
        StringBuilder up = new StringBuilder("# HELP doppel_platform_part_up Whether the part answers.\n");
        up.append("# TYPE doppel_platform_part_up gauge\n");
        Map<String, StringBuilder> meters = new LinkedHashMap<>();
        pages.forEach((part, page) -> {
            up.append(labelled("doppel_platform_part_up " + (page.isEmpty() ? 0 : 1), part))
                    .append('\n');
            add(part, page, meters);
        });
        StringBuilder all = new StringBuilder(up);
        meters.values().forEach(all::append);
        return all.toString();
    }

    private static void add(String part, String page, Map<String, StringBuilder> meters) {
        StringBuilder into = new StringBuilder();
        String described = "";
        boolean first = false;
        for (String line : page.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# ") && words.length > 2) {
                if (!words[2].equals(described)) {
                    described = words[2];
                    first = !meters.containsKey(described);
                    into = meters.computeIfAbsent(described, name -> new StringBuilder());
                }
                into.append(first ? line + "\n" : "");
            } else if (!line.isBlank() && !line.startsWith("#") && !described.isEmpty()) {
                into.append(labelled(line, part)).append('\n');
            }
        }
    }

    private static String labelled(String sample, String part) {
        String label = "part=\"" + part + "\"";
        int brace = sample.indexOf('{');
        int space = sample.indexOf(' ');
        return brace >= 0 && brace < space
                ? sample.substring(0, brace + 1) + label + "," + sample.substring(brace + 1)
                : sample.substring(0, space) + "{" + label + "}" + sample.substring(space);
    }

    @Override
    public void close() {
        http.close();
    }
}
