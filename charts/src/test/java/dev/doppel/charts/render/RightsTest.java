package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Roles and docs/rbac.md give scheduler-svc what its provider uses, and nothing else. What it uses is recorded by the provider's own tests
 * ({@code rights-*.txt}).
 */
class RightsTest {
    private static final Path RECORDED = Chart.ROOT.resolve("scheduler-svc/src/test/resources/kubernetes");
    /** A right that no request names: clusters that restrict endpoints ask for it when slices are made. */
    private static final String RESTRICTED = "discovery.k8s.io/endpointslices/restricted";

    private static final String PLATFORM = " in the platform's namespace";
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    @Test
    void theClusterRoleIsWhatIsUsedWhereNamespacesAreCreated() throws IOException {
        TreeMap<String, TreeSet<String>> used = recorded("rights-created.txt");
        TreeSet<String> platform = used.remove("secrets" + PLATFORM);
        assertThat(platform).containsExactly("get");
        Rendered chart = Chart.render(Chart.EXTERNAL, "{environments: {pullSecrets: [items]}}");
        assertThat(granted(chart.one("ClusterRole", "doppel-system-doppel-scheduler")))
                .isEqualTo(withRestricted(used));
        JsonNode own = chart.one("Role", "doppel-scheduler");
        assertThat(granted(own)).isEqualTo(new TreeMap<>(java.util.Map.of("secrets", platform)));
        assertThat(own.path("rules").path(0).path("resourceNames").toString()).isEqualTo("[\"items\"]");
    }

    @Test
    void withoutPullSecretsNoSecretMayBeWrittenOrRead() {
        Rendered chart = Chart.render(Chart.EXTERNAL);
        assertThat(granted(chart.one("ClusterRole", "doppel-system-doppel-scheduler")))
                .doesNotContainKey("secrets");
        assertThat(chart.has("Role", "doppel-scheduler")).isFalse();
    }

    @Test
    void rolesInThePoolAreWhatIsUsedThere() throws IOException {
        Rendered chart = Rendered.parse(Chart.text(Chart.ROOT.resolve("charts/src/test/resources/matrix/pool.yaml")));
        List<JsonNode> roles = chart.all("Role")
                .filter(role -> role.path("metadata").path("namespace").asText().startsWith("tests-"))
                .toList();
        assertThat(roles).hasSize(3);
        for (JsonNode role : roles) {
            assertThat(granted(role)).isEqualTo(withRestricted(recorded("rights-pool.txt")));
        }
    }

    @Test
    void theDocumentationListsTheSame() throws IOException {
        String page = Files.readString(Chart.ROOT.resolve("docs/rbac.md"));
        assertThat(documented(section(page, "## Namespaces created per instance")))
                .isEqualTo(withRestricted(recorded("rights-created.txt")));
        assertThat(documented(section(page, "## Namespaces from a pool")))
                .isEqualTo(withRestricted(recorded("rights-pool.txt")));
    }

    private static TreeMap<String, TreeSet<String>> withRestricted(TreeMap<String, TreeSet<String>> used) {
        used.put(RESTRICTED, new TreeSet<>(List.of("create")));
        return used;
    }

    private static TreeMap<String, TreeSet<String>> granted(JsonNode role) {
        TreeMap<String, TreeSet<String>> granted = new TreeMap<>();
        for (JsonNode rule : role.path("rules")) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    String name =
                            group.asText().isEmpty() ? resource.asText() : group.asText() + "/" + resource.asText();
                    rule.path("verbs")
                            .forEach(verb -> granted.computeIfAbsent(name, key -> new TreeSet<>())
                                    .add(verb.asText()));
                }
            }
        }
        return granted;
    }

    private static TreeMap<String, TreeSet<String>> recorded(String file) throws IOException {
        TreeMap<String, TreeSet<String>> recorded = new TreeMap<>();
        try (Stream<String> lines = Files.lines(RECORDED.resolve(file))) {
            lines.filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
                String[] pair = line.split(": ", 2);
                recorded.put(pair[0], new TreeSet<>(List.of(pair[1].split(" "))));
            });
        }
        assertThat(recorded).as(file).isNotEmpty();
        return recorded;
    }

    private static String section(String page, String heading) {
        int from = page.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    /** Rows {@code | `group` | `resource`, ... | verb, ... | why |}. */
    private static TreeMap<String, TreeSet<String>> documented(String section) {
        TreeMap<String, TreeSet<String>> documented = new TreeMap<>();
        for (String line : section.split("\n")) {
            String[] cells = line.split("\\|");
            if (cells.length < 5 || !cells[1].contains("`")) {
                continue;
            }
            String group = codes(cells[1]).getFirst().replace("\"", "");
            for (String resource : codes(cells[2])) {
                String name =
                        (group.isEmpty() ? "" : group + "/") + resource + (cells[2].contains(PLATFORM) ? PLATFORM : "");
                documented
                        .computeIfAbsent(name, key -> new TreeSet<>())
                        .addAll(List.of(cells[3].strip().split(", ")));
            }
        }
        return documented;
    }

    private static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }
}
