package dev.doppel.results.dump;

import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evidence of attempts, handed over one by one in order, so that none of it has to be in memory as a whole. */
public interface Evidence {
    /** The resolved definition as JSON, null when it is not known. */
    @Nullable
    String definition(String instance);

    void exchanges(String instance, int attempt, Consumer<Exchange> each);

    void console(String instance, int attempt, Consumer<ConsoleLine> each);

    void diagnostics(String instance, int attempt, Consumer<Diagnostic> each);

    /** Refused tries to cross the border of the environment, in the order of each reporter. */
    void isolationReports(String instance, int attempt, Consumer<IsolationReport> each);
}
