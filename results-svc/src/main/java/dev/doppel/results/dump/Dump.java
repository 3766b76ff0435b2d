package dev.doppel.results.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.codec.MessageCodec;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.result.AssertionResult;
import dev.doppel.contract.result.InvalidDefinition;
import dev.doppel.contract.result.StepResult;
import dev.doppel.contract.result.TestResult;
import dev.doppel.contract.result.Verdict;
import dev.doppel.results.report.AttemptReport;
import dev.doppel.results.report.InstanceReport;
import dev.doppel.results.report.ItemReport;
import dev.doppel.results.report.LogEntry;
import dev.doppel.results.report.Outcomes;
import dev.doppel.results.report.RunReport;
import dev.doppel.results.report.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dump of a run (definition spec 9.2): all of it, written while it is read. Of an instance the attempt counts that decided; the others
 * show in its log. Confined to one thread.
 */
public final class Dump {
    /** Version of the shape; grows when a key changes its meaning or goes. */
    public static final int SCHEMA_VERSION = 1;

    private final Evidence evidence;
    private final JsonGenerator json;

    private Dump(Evidence evidence, JsonGenerator json) {
        this.evidence = evidence;
        this.json = json;
    }

    /**
     * Writes the dump as UTF-8 and leaves the stream open.
     *
     * @param failedOnly without the instances that passed
     */
    public static void write(RunReport run, Evidence evidence, boolean failedOnly, OutputStream out)
            throws IOException {
        try (JsonGenerator json = MessageCodec.json().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            new Dump(evidence, json).run(run, failedOnly);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void run(RunReport run, boolean failedOnly) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("runId", run.id().value());
        json.writeStringField("project", run.project());
        json.writeStringField("status", run.status());
        json.writeStringField(
                "verdict", run.verdict() == null ? null : run.verdict().name());
        json.writeStringField("createdAt", run.createdAt().toString());
        json.writeStringField(
                "completedAt",
                run.completedAt() == null ? null : run.completedAt().toString());
        json.writeArrayFieldStart("warnings");
        for (String warning : run.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("invalid");
        for (InvalidDefinition invalid : run.invalid()) {
            json.writeTree(MessageCodec.json().valueToTree(invalid));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("instances");
        for (InstanceReport instance : run.instances()) {
            if (!failedOnly || instance.verdict() != Verdict.PASSED) {
                instance(instance);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void instance(InstanceReport instance) throws IOException {
        AttemptReport attempt = instance.deciding().orElse(null);
        String id = instance.ref().instance().value();
        json.writeStartObject();
        json.writeStringField("name", instance.ref().name());
        json.writeStringField("id", id);
        json.writeStringField("file", instance.ref().file());
        json.writeStringField("status", instance.state().name());
        json.writeStringField("testStatus", instance.testStatus());
        json.writeStringField("errorMessage", instance.reason());
        json.writeNumberField("attempt", instance.decidingAttempt());
        json.writeFieldName("definition");
        json.writeTree(definition(evidence.definition(id)));
        list("notes", attempt == null ? List.of() : attempt.notes());
        json.writeArrayFieldStart("items");
        for (ItemReport item : attempt == null ? List.<ItemReport>of() : attempt.items()) {
            json.writeTree(item(item));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("testExecutionLogs");
        for (LogEntry entry : instance.log()) {
            json.writeTree(log(entry, attempt));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("assertionResults");
        for (TestResult test : attempt == null ? List.<TestResult>of() : attempt.tests()) {
            assertions(test);
        }
        json.writeEndArray();
        evidence(id, instance.decidingAttempt());
        json.writeEndObject();
    }

    private void evidence(String instance, int attempt) throws IOException {
        json.writeArrayFieldStart("httpLogs");
        evidence.exchanges(instance, attempt, exchange -> tree(Traffic.httpLog(exchange)));
        json.writeEndArray();
        list("databaseLogs", List.of());
        json.writeArrayFieldStart("consoleLogs");
        evidence.console(instance, attempt, line -> tree(console(line)));
        json.writeEndArray();
        list("messageLogs", List.of());
        json.writeArrayFieldStart("diagnostics");
        evidence.diagnostics(instance, attempt, diagnostic -> tree(diagnostic(diagnostic)));
        evidence.isolationReports(instance, attempt, report -> tree(isolation(report)));
        json.writeEndArray();
        list("artifacts", List.of());
    }

    private void assertions(TestResult test) throws IOException {
        for (StepResult step : test.steps()) {
            for (AssertionResult assertion : step.assertions()) {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                node.put("testIndex", test.index());
                node.put("testName", test.name());
                node.put("stepIndex", step.index());
                node.put("stepName", step.name());
                node.setAll(Outcomes.assertion(assertion));
                json.writeTree(node);
            }
        }
    }

    private void list(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private void tree(JsonNode node) {
        try {
            json.writeTree(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode item(ItemReport item) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", item.name());
        node.put("type", item.kind().toUpperCase(java.util.Locale.ROOT));
        node.put("status", item.state().name());
        node.put("detail", item.detail());
        node.put("timestamp", item.at().toString());
        item.lastLines().forEach(node.withArray("/lastLines")::add);
        return node;
    }

    private static ObjectNode log(LogEntry entry, @Nullable AttemptReport attempt) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("timestamp", entry.at().toString());
        node.put("attempt", entry.attempt());
        node.put("type", entry.type());
        node.put("message", entry.message());
        if (entry.testIndex() != null) {
            node.put("testIndex", entry.testIndex());
            node.put("testName", testName(attempt, entry.testIndex()));
        }
        if (entry.stepIndex() != null) {
            node.put("stepIndex", entry.stepIndex());
        }
        if (entry.status() != null) {
            node.put("status", entry.status());
        }
        return node;
    }

    private static @Nullable String testName(@Nullable AttemptReport attempt, int index) {
        return attempt == null
                ? null
                : attempt.tests().stream()
                        .filter(test -> test.index() == index)
                        .map(TestResult::name)
                        .findFirst()
                        .orElse(null);
    }

    private static ObjectNode console(ConsoleLine line) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("timestamp", line.at().toString());
        node.put("service", line.item());
        node.put("stream", line.stream());
        node.put("level", line.level());
        node.put("message", line.message());
        node.put("number", line.number());
        return node;
    }

    private static ObjectNode diagnostic(Diagnostic diagnostic) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("timestamp", diagnostic.at().toString());
        node.put("kind", diagnostic.kind().name());
        node.put("item", diagnostic.item());
        node.put("host", diagnostic.host());
        node.put("message", diagnostic.message());
        return node;
    }

    private static ObjectNode isolation(IsolationReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("timestamp", report.at().toString());
        node.put("kind", report.kind().name());
        node.put("item", report.item());
        node.putNull("host");
        node.put("message", report.message());
        return node;
    }

    private static JsonNode definition(@Nullable String definition) {
        if (definition == null) {
            return NullNode.getInstance();
        }
        try {
            return MessageCodec.json().readTree(definition);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(definition);
        }
    }
}
