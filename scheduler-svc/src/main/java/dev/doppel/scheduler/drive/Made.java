package dev.doppel.scheduler.drive;

import dev.doppel.contract.blob.BlobRef;
import dev.doppel.contract.environment.MockSpec;
import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.scheduler.environment.EnvironmentLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt once its environment exists.
 *
 * @param layout addresses
 * @param start where its evidence begins
 * @param definition the resolved definition
 * @param mocks its mocks, empty when {@code mocksBlob} is given
 * @param mocksBlob the mocks when they are too many for a record
 * @param twins its twins
 * @param token secret of the runner listener
 */
record Made(
        EnvironmentLayout layout,
        EvidenceStart start,
        BlobRef definition,
        List<MockSpec> mocks,
        @Nullable BlobRef mocksBlob,
        List<TwinSpec> twins,
        String token) {}
