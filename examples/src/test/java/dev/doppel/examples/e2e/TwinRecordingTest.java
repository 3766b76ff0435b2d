package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with the recording proxy as somebody types it: the "real API" is the twin's own port. */
class TwinRecordingTest {
    private static final String API = """
            version: "1.0"
            mocks:
              - {id: book, http: {matcher: {method: GET, path: "/v1/books/{id}"}, response: {statusCode: 200, body: {title: Dune}}}}
            """;

    @TempDir
    Path folder;

    private static String said(Twin twin, int exitCode, String... arguments) {
        Doppel.Ended ended = twin.command(arguments);
        assertThat(ended.exitCode()).as(ended.text()).isEqualTo(exitCode);
        return ended.text();
    }

    private static void call(Twin twin, String started) throws Exception {
        int port = new ObjectMapper().readTree(started).path("port").asInt();
        assertThat(twin.shell("curl -s --noproxy '' -x http://localhost:" + port
                        + " \"http://localhost:$PORT/v1/books/7?api_key=s3cr3t-of-ours\""))
                .contains("Dune");
    }

    @Test
    void recordsAndConverts() throws Exception {
        try (Twin twin = Twin.start(folder, API)) {
            call(twin, said(twin, 0, "record", "--port", "0", "--session", "shop", "--json"));
            Path out = folder.resolve("mocks.yaml");
            assertThat(said(twin, 0, "recordings", "convert", "--smart-match", "-o", out.toString()))
                    .contains("query parameter api_key", "1 mock(s)");
            assertThat(Files.readString(out)).contains("/v1/books/{bookId}").doesNotContain("s3cr3t");
        }
    }

    @Test
    @Tag("nightly")
    void everyOtherCommandDoesWhatItSays() throws Exception {
        try (Twin twin = Twin.start(folder, API)) {
            assertThat(said(twin, 2, "proxy", "ca")).contains("--generate");
            assertThat(said(twin, 2, "record", "--out", "x")).contains("go with --target");
            assertThat(said(twin, 2, "record", "--target", "http://localhost:1", "--session", "x"))
                    .contains("a process of its own");
            assertThat(said(twin, 2, "proxy", "start", "--ca", "--no-ca")).contains("exclude each other");
            call(twin, said(twin, 0, "proxy", "start", "--proxy-port", "0", "--session", "shop", "--json"));
            assertThat(said(twin, 2, "proxy", "start")).contains("runs already");
            assertThat(said(twin, 0, "proxy", "status")).contains("and records", "HTTP_PROXY=");
            assertThat(said(twin, 0, "proxy", "ca", "--generate")).contains("BEGIN CERTIFICATE");
            assertThat(said(twin, 0, "proxy", "filters", "--exclude-host", "*.internal"))
                    .contains("*.internal");
            assertThat(said(twin, 0, "proxy", "mode", "passthrough")).contains("passthrough");
            assertThat(said(twin, 0, "proxy", "mode")).contains("passthrough");
            String list = said(twin, 0, "recordings", "list", "--session", "latest");
            assertThat(list).contains("/v1/books/7", "shop-");
            String id = list.replaceFirst("(?s).*(rec_[0-9a-f]+).*", "$1");
            assertThat(said(twin, 0, "recordings", "show", id)).contains("warnings", "Dune");
            assertThat(said(twin, 0, "recordings", "export", "--path", "/v1/*")).contains("RecordingCollection");
            assertThat(said(twin, 0, "recordings", "sessions", "--begin", "next"))
                    .contains("Recordings go to next-");
            assertThat(said(twin, 0, "recordings", "sessions")).contains("shop-", "next-");
            assertThat(said(twin, 0, "recordings", "convert", id, "--add")).contains("served from now on");
            assertThat(said(twin, 0, "proxy", "stop")).contains("1 recording(s)");
            assertThat(said(twin, 0, "recordings", "delete", id)).contains("is deleted");
            assertThat(said(twin, 0, "recordings", "clear")).contains("0 recording(s) deleted");
            assertThat(said(twin, 0, "recordings", "sessions", "--delete", "latest"))
                    .contains("is deleted");
        }
    }
}
