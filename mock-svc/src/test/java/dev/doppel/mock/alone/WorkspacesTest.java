package dev.doppel.mock.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sets of mocks behind one port (twin spec 5.1). */
class WorkspacesTest {
    private static final String ROWS =
            "{\"config\":{\"tables\":[{\"name\":\"tasks\",\"seedData\":[{\"id\":\"a1\",\"title\":\"of A\"}]}],\"mocks\":[{\"id\":\"tasks.list\",\"http\":{\"matcher\":{\"method\":\"GET\",\"path\":\"/tasks\"},\"statefulBinding\":{\"table\":\"tasks\",\"action\":\"list\"}}}]}}";

    @TempDir
    Path folder;

    private static void make(Standing standing) throws Exception {
        assertThat(standing.admin("POST", "/workspaces", "{\"id\":\"a\",\"basePath\":\"/team-a\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(standing.admin("POST", "/config?workspaceId=a", ROWS).statusCode())
                .isEqualTo(200);
    }

    @Test
    void eachHasRowsMocksLogCountsAndFaultsOfItsOwn() throws Exception {
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false")) {
            make(standing);
            assertThat(standing.get("/team-a/tasks").body()).contains("of A").doesNotContain("sweep");
            assertThat(standing.get("/tasks").body()).contains("sweep").doesNotContain("of A");
            assertThat(standing.get("/team-ab/tasks").statusCode()).isEqualTo(404);
            String byHeader = standing.call(standing.twin.port(), "GET", "/tasks", "", "X-Mockd-Workspace", "a")
                    .body();
            assertThat(byHeader).contains("of A");
            assertThat(standing.call(standing.twin.port(), "GET", "/tasks", "", "X-Mockd-Workspace", "none")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(standing.admin("GET", "/mocks/tasks.list/verify?workspaceId=a", "")
                            .body())
                    .contains("\"callCount\":2");
            assertThat(standing.admin("GET", "/mocks/tasks.list/verify", "").body())
                    .contains("\"callCount\":1");
            assertThat(standing.admin("GET", "/requests?workspaceId=a", "").body())
                    .contains("\"total\":2", "\"workspaceId\":\"a\"");
            standing.admin("POST", "/chaos/profiles/offline/apply?workspaceId=a", "");
            assertThat(standing.get("/team-a/tasks").statusCode()).isEqualTo(503);
            assertThat(standing.get("/tasks").statusCode()).isEqualTo(200);
            standing.admin("DELETE", "/workspaces/a", "");
            assertThat(standing.get("/team-a/tasks").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theyAreKeptOverARestartWithoutTheirRows() throws Exception {
        String data = "--data=" + folder.resolve("data");
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", data)) {
            make(standing);
            standing.admin("POST", "/state/resources/tasks/items?workspaceId=a", "{\"title\":\"row\"}");
            assertThat(standing.get("/team-a/tasks").body()).contains("row");
        }
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", data)) {
            assertThat(standing.get("/team-a/tasks").body()).contains("of A").doesNotContain("row");
            assertThat(standing.admin("GET", "/workspaces", "").body()).contains("\"basePath\":\"/team-a\"");
        }
        assertThatThrownBy(() -> Standing.of(folder, Standing.TASKS, "--auth=false", data, "--workspace=a"))
                .hasMessageContaining("another of that name is kept in");
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", data, "--workspace=b")) {
            assertThat(standing.get("/team-a/tasks").body()).contains("of A");
        }
        try (Standing standing = Standing.of(folder, Standing.TASKS, "--auth=false", data, "--persist=false")) {
            assertThat(standing.get("/team-a/tasks").statusCode()).isEqualTo(404);
        }
    }
}
