package dev.doppel.results.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.results.dump.Evidence;
import dev.doppel.results.store.EvidenceQueries;
import dev.doppel.results.store.RunQueries;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evidence out of Postgres. Blocks. Thread-safe. */
@ApplicationScoped
public class StoredEvidence implements Evidence {
    private final EvidenceQueries queries;
    private final RunQueries runs;

    StoredEvidence(EvidenceQueries queries, RunQueries runs) {
        this.queries = queries;
        this.runs = runs;
    }

    @Override
    public @Nullable String definition(String instance) {
        return runs.definition(instance).orElse(null);
    }

    @Override
    public void exchanges(String instance, int attempt, Consumer<Exchange> each) {
        queries.forEachExchange(instance, attempt, row -> each.accept(exchange(row.data)));
    }

    @Override
    public void console(String instance, int attempt, Consumer<ConsoleLine> each) {
        queries.forEachConsole(
                instance,
                attempt,
                row -> read(row.data, new TypeReference<List<ConsoleLine>>() {}).forEach(each));
    }

    @Override
    public void diagnostics(String instance, int attempt, Consumer<Diagnostic> each) {
        queries.diagnostics(instance, attempt)
                .forEach(row -> each.accept(read(row.data, new TypeReference<Diagnostic>() {})));
    }

    @Override
    public void isolationReports(String instance, int attempt, Consumer<IsolationReport> each) {
        queries.isolationReports(instance, attempt)
                .forEach(row -> each.accept(read(row.data, new TypeReference<IsolationReport>() {})));
    }

    /** One line for each diagnostic and isolation report. */
    List<String> seen(String instance, int attempt) {
        List<String> lines = new ArrayList<>();
        diagnostics(instance, attempt, one -> lines.add(line(one.at(), one.kind(), one.item(), one.message())));
        isolationReports(instance, attempt, one -> lines.add(line(one.at(), one.kind(), one.item(), one.message())));
        return lines;
    }

    private static String line(Instant at, Diagnostic.Kind kind, @Nullable String item, String message) {
        return at + " " + kind + " " + (item == null ? "" : item + ": ") + message;
    }

    /** The last lines of each item, in order. */
    List<ConsoleLine> lastLines(String instance, int attempt, int perItem) {
        Map<String, ArrayDeque<ConsoleLine>> last = new HashMap<>();
        console(instance, attempt, line -> {
            ArrayDeque<ConsoleLine> lines = last.computeIfAbsent(line.item(), item -> new ArrayDeque<>());
            lines.addLast(line);
            if (lines.size() > perItem) {
                lines.removeFirst();
            }
        });
        List<ConsoleLine> all = new ArrayList<>();
        last.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(ConsoleLine::number));
        return all;
    }

    static Exchange exchange(String data) {
        return read(data, new TypeReference<Exchange>() {});
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence was stored but cannot be read back", e);
        }
    }
}
