package dev.doppel.mock.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    Path folder;

    /** A twin's first HTTPS call and an order to make the proxy's CA may come in the same moment. */
    @Test
    void threadsThatOpenAFolderAtOnceGetOneAuthority() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                Path directory = folder.resolve("round-" + round);
                CountDownLatch all = new CountDownLatch(4);
                List<Future<CertificateAuthority>> opened = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    opened.add(threads.submit(() -> {
                        all.countDown();
                        all.await();
                        return CertificateAuthority.open(directory, Clock.systemUTC());
                    }));
                }
                Set<Object> certificates = new HashSet<>();
                for (Future<CertificateAuthority> one : opened) {
                    certificates.add(
                            one.get().issue(List.of("a.example"), List.of()).issuer());
                }
                assertThat(certificates).hasSize(1);
            }
        }
    }
}
