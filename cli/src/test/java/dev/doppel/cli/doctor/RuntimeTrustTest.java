package dev.doppel.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeTrustTest {
    @Test
    void aRuntimeTrustsWhatItsVariableNamesAndNothingElse() throws IOException {
        assumeTrue(Command.run(List.of("curl", "--version")).code() == 0, "there is no curl on this machine");
        List<String> curl = List.of("curl", "-sS", "--noproxy", "*");
        try (RuntimeTrust trust = RuntimeTrust.start()) {
            assertThat(trust.ask(curl, "CURL_CA_BUNDLE")).isEmpty();
            assertThat(trust.ask(curl, "DOPPEL_NOBODY_READS_THIS")).contains("certificate");
        }
    }

    @Test
    void aCommandThatIsNotThereHasNoOutput() {
        assertThat(Command.run(List.of("doppel-no-such-command"))).isEqualTo(new Command.Result(-1, ""));
        assertThat(Command.lastLine("one\ntwo\n\n")).isEqualTo("two");
        assertThat(Command.firstLine("")).isEqualTo("no output");
    }
}
