package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.Headers;
import dev.doppel.twin.http.TwinRequest;
import dev.doppel.twin.http.TwinResponse;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.load.TwinLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Documents that are not in order: what is said of them, and that they answer all the same. */
final class Messy {
    private Messy() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Loads it alone and asks every operation.
     *
     * @param said {@code code pointer} of each warning, or {@code ! pointer: words} for each error, words of one that is there
     */
    static void check(String file, byte[] bytes, List<String> said) {
        FileResolver files = new FileResolver() {
            @Override
            public byte[] read(String path) throws IOException {
                if (path.equals(file)) {
                    return bytes;
                }
                throw new IOException("no such file");
            }

            @Override
            public byte[] fetch(String url) {
                throw new AssertionError("nothing may be fetched: " + url);
            }
        };
        List<String> warned = new ArrayList<>();
        try {
            TwinEngine engine = TwinEngine.load(
                    "mockd.yaml",
                    "version: \"1.0\"\nimports: [{path: " + file + ", format: openapi}]\n",
                    files,
                    TwinOptions.defaults());
            for (Problem warning : engine.warnings()) {
                assertThat(warning.file()).isEqualTo(file);
                warned.add(warning.code() + " " + warning.pointer());
            }
            answers(engine.start());
        } catch (TwinLoadException e) {
            for (Problem problem : e.problems()) {
                assertThat(problem.text()).contains(file);
                assertThat(said)
                        .anySatisfy(one -> assertThat("! " + problem.pointer() + ": " + problem.message())
                                .startsWith(one.substring(0, one.indexOf(": ") + 2))
                                .contains(one.substring(one.indexOf(": ") + 2)));
            }
            assertThat(said).allMatch(one -> one.startsWith("! "));
            return;
        }
        assertThat(warned).containsExactlyInAnyOrderElementsOf(said);
    }

    /** Every operation gives an answer that is no fault of ours, with and without a body, whatever is asked of it. */
    private static void answers(TwinInstance twin) {
        for (Mock mock : twin.catalog().mocks().values()) {
            String path = mock.path().replaceAll("\\{[^}]*}?", "x");
            for (String query : List.of("", "?q=1&page=2")) {
                TwinResponse answer = twin.handle(TwinRequest.of(
                        mock.method(),
                        path + query,
                        Headers.of("Content-Type", "application/json"),
                        utf8("{\"a\": 1}")));
                assertThat(answer.status()).as(mock.id()).isBetween(100, 499);
                assertThat(answer.body().length).isLessThan(1 << 20);
            }
        }
    }
}
