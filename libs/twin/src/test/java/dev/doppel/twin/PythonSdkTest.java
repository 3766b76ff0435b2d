package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** stripe and twilio for Python, unmodified, as Debian packages them: on our documents and on the vendors'. Skipped where they are not installed, a failure in CI. */
class PythonSdkTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/python").toAbsolutePath();

    private record Ran(int code, String text) {}

    private static Ran run(Map<String, String> env, String... command) {
        try {
            Path log = Files.createTempFile("python", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(env);
            Process process = builder.start();
            int code = process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
            process.destroyForcibly();
            String text = Files.readString(log, StandardCharsets.UTF_8);
            Files.delete(log);
            return new Ran(code, text);
        } catch (IOException e) {
            return new Ran(-1, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The interpreter that has the package: the first on the PATH, or the system's own. */
    private static String python(String module) {
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            if (run(Map.of(), candidate, "-c", "import " + module).code() == 0) {
                return candidate;
            }
        }
        String text =
                module + " for Python is not tried: no python3 here can import it (package python3-" + module + ")";
        System.err.println("SKIPPED: " + text);
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(text);
        }
        return Assumptions.abort(text);
    }

    private static String told(String sdk, Front front) {
        Ran ran = run(
                Map.of("TWIN_URL", front.url(), "HOOK_URL", "http://shop.test/hooks"),
                python(sdk),
                SCRIPTS.resolve("sdk_" + sdk + ".py").toString());
        assertThat(ran.code()).as(ran.text()).isZero();
        return ran.text();
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void T022_stripe(Twins.Form form) throws Exception {
        try (Front front = new Front(Twins.pack("stripe", form).start())) {
            String told = told("stripe", front);
            assertThat(told.lines()).hasSize(7);
            String secret = told.substring(told.lastIndexOf("secret ") + 7).strip();
            var hook = front.webhooks.stream()
                    .filter(w -> w.event().equals("product.created"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Webhook.constructEvent(
                                    new String(hook.body(), StandardCharsets.UTF_8),
                                    hook.headersAt(Instant.now()).first("Stripe-Signature"),
                                    secret)
                            .getType())
                    .isEqualTo("product.created");
        }
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void T135_twilio(Twins.Form form) {
        try (Front front = new Front(Twins.pack("twilio", form).start())) {
            assertThat(told("twilio", front)).contains("list, create, fetch, update, delete");
        }
    }
}
