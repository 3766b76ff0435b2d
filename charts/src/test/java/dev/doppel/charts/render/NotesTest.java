package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.InstallCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installation says at its end names what is there, and nothing else. */
class NotesTest {
    @TempDir
    Path directory;

    private String notes(String overlay) throws IOException {
        Path base = Files.writeString(directory.resolve("base.yaml"), Chart.EXTERNAL);
        Path own = Files.writeString(directory.resolve("own.yaml"), overlay);
        InstallCommand install = Chart.helm()
                .install()
                .withName("doppel")
                .withNamespace("team")
                .withKubeVersion("1.30.0")
                .clientOnly()
                .dryRun()
                .withValuesFile(base)
                .withValuesFile(own);
        String output = install.call().getOutput();
        int at = output.indexOf("NOTES:");
        assertThat(at).as(output).isNotNegative();
        return output.substring(at);
    }

    @Test
    void withoutAnIngressTheFrontIsForwarded() throws IOException {
        assertThat(notes("{}"))
                .contains("kubectl -n team port-forward service/doppel-api 8080:8080")
                .contains(
                        "export DOPPEL_TOKEN=$(kubectl -n team get secret doppel-token -o jsonpath='{.data.token}' | base64 -d)")
                .contains("helm -n team test doppel --logs")
                .contains("Secrets doppel-ca doppel-token, ConfigMap doppel-trust");
    }

    @Test
    void anIngressIsNamedWithItsScheme() throws IOException {
        assertThat(notes("{ingress: {enabled: true, host: d.example.com, tls: {enabled: true}}}"))
                .contains("doppel run --server https://d.example.com PROJECT")
                .doesNotContain("port-forward");
    }

    @Test
    void whatIsNotThereIsNotNamed() throws IOException {
        assertThat(notes("{front: {enabled: false}, auth: {existingSecret: mine, tokenKey: t}}"))
                .contains(
                        "service/doppel-scheduler", "service/doppel-results", "get secret mine -o jsonpath='{.data.t}'")
                .doesNotContain("helm -n team test", "doppel-api", "doppel-token");
        assertThat(notes("{tests: {enabled: false}}")).doesNotContain("helm -n team test");
    }
}
