package dev.doppel.results;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.results.dump.Evidence;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evidence out of a list of records. */
record MemoryEvidence(List<Message> messages) implements Evidence {
    @Override
    public @Nullable String definition(String instance) {
        return instance.endsWith("charges") ? "{\"name\":\"charges\",\"items\":[]}" : null;
    }

    @Override
    public void exchanges(String instance, int attempt, Consumer<Exchange> each) {
        messages.stream()
                .filter(message -> message instanceof Exchange exchange
                        && exchange.attempt().number() == attempt
                        && exchange.attempt().instance().value().equals(instance))
                .forEach(message -> each.accept((Exchange) message));
    }

    @Override
    public void console(String instance, int attempt, Consumer<ConsoleLine> each) {
        messages.stream()
                .filter(message -> message instanceof ConsoleLines lines
                        && lines.attempt().number() == attempt
                        && lines.attempt().instance().value().equals(instance))
                .forEach(message -> ((ConsoleLines) message).lines().forEach(each));
    }

    @Override
    public void diagnostics(String instance, int attempt, Consumer<Diagnostic> each) {
        messages.stream()
                .filter(message -> message instanceof Diagnostic diagnostic
                        && diagnostic.attempt().instance().value().equals(instance))
                .forEach(message -> each.accept((Diagnostic) message));
    }

    @Override
    public void isolationReports(String instance, int attempt, Consumer<IsolationReport> each) {
        messages.stream()
                .filter(message -> message instanceof IsolationReport report
                        && report.attempt().instance().value().equals(instance))
                .forEach(message -> each.accept((IsolationReport) message));
    }
}
