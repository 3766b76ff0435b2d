package dev.doppel.mock.ca;

import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @Test
    void shouldFinishAHandshakeInMemory(@TempDir Path folder) {
        Leaves leaves = new Leaves(CertificateAuthority.open(folder, Clock.systemUTC()), Runnable::run);
        assertThatNoException()
                .isThrownBy(() ->
                        WarmUp.handshake(leaves.context("api.example.com", null).get(10, TimeUnit.SECONDS)));
    }
}
