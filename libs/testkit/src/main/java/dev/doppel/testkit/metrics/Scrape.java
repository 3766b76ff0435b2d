package dev.doppel.testkit.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reading of {@code /q/metrics}. Immutable.
 *
 * @param samples values by series, such as {@code doppel_runner_attempts_total{verdict="passed"}}
 * @param types kind by name of the family, such as {@code doppel_runner_attempts_total} -> {@code counter}
 */
public record Scrape(Map<String, Double> samples, Map<String, String> types) {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(doppel_[a-z_]+)` ", Pattern.MULTILINE);

    public Scrape {
        samples = Map.copyOf(samples);
        types = Map.copyOf(types);
    }

    /** Asks a service. */
    public static Scrape of(URI base) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(base.resolve("/q/metrics"))
                            .header("Accept", "text/plain")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("/q/metrics answers " + answer.statusCode() + ": " + answer.body());
            }
            return read(answer.body());
        }
    }

    /** Asks a service until it says what is wanted, for up to 20 s; returns what it said last. */
    public static Scrape await(URI base, Predicate<Scrape> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Scrape now = of(base);
            if (wanted.test(now) || System.nanoTime() > end) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static Scrape read(String text) {
        Map<String, Double> samples = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                int space = line.lastIndexOf(' ');
                samples.put(line.substring(0, space).replace(",}", "}"), Double.parseDouble(line.substring(space + 1)));
            }
        }
        return new Scrape(samples, types);
    }

    /** The value of a series; fails when it is not there. */
    public double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError("no " + series + " among "
                    + samples.keySet().stream()
                            .filter(name -> name.startsWith("doppel_"))
                            .toList());
        }
        return value;
    }

    /** Names of the families of a service's own meters; each timer's maximum belongs to the timer. */
    public Set<String> own(String service) {
        Set<String> names = new TreeSet<>();
        for (String name : types.keySet()) {
            if (name.startsWith("doppel_" + service + "_") && !name.endsWith("_max")) {
                names.add(name);
            }
        }
        return names;
    }

    /** Names that a page of the documentation lists in the first column of a table. */
    public static Set<String> documented(Path page, String service) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = DOCUMENTED.matcher(Files.readString(page));
        while (matcher.find()) {
            if (matcher.group(1).startsWith("doppel_" + service + "_")) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
