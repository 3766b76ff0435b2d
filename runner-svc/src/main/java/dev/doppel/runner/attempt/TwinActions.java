package dev.doppel.runner.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.definition.model.Action;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.VariableLookup;
import dev.doppel.runner.document.OwnCall;
import dev.doppel.runner.document.Rows;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes of a twin's tables (spec 12.9): asked over the log, answered in it. Thread-safe. */
final class TwinActions {
    private final Environment environment;
    private final Wires wires;
    private final Ledger ledger;

    TwinActions(Environment environment, Wires wires, Ledger ledger) {
        this.environment = environment;
        this.wires = wires;
        this.ledger = ledger;
    }

    /** @param rejectionAsked whether the step itself looks at {@code success} or {@code error} of the response */
    Performed perform(Action.TwinOp action, VariableLookup variables, boolean rejectionAsked)
            throws Stop, InterruptedException {
        TwinCommand command = new TwinCommand(
                environment.ready().attempt(),
                UUID.randomUUID().toString(),
                Template.parse(action.twin()).evaluateText(variables),
                TwinCommand.Op.valueOf(action.op().name()),
                text(action.table(), variables),
                id(action.id(), variables),
                action.data() == null ? null : Template.apply(action.data(), variables, false),
                text(action.name(), variables));
        long start = System.nanoTime();
        wires.ask(command);
        TwinAnswer answer = ledger.find(
                "the answer of the twin " + command.twin(),
                evidence -> evidence.twinAnswers().get(command.id()));
        String error = answer.error();
        if (error != null && !rejectionAsked) {
            return new Performed.Failed(error, command.id());
        }
        ObjectNode response = Json.nodes().objectNode();
        response.put("success", error == null);
        response.set("data", Rows.json(answer.data(), environment.bodies()));
        response.put("error", error);
        return new Performed.Done(
                new OwnCall(request(command), response, (System.nanoTime() - start) / 1_000_000),
                command.id(),
                List.of());
    }

    private static ObjectNode request(TwinCommand command) {
        ObjectNode request = Json.nodes().objectNode();
        request.put("twin", command.twin());
        request.put("op", command.op().name().toLowerCase(java.util.Locale.ROOT));
        request.put("table", command.table());
        request.put("id", command.row());
        request.set("data", command.data() == null ? Json.nodes().nullNode() : command.data());
        request.put("name", command.snapshot());
        return request;
    }

    private static @Nullable String text(@Nullable String written, VariableLookup variables) {
        return written == null ? null : Template.parse(written).evaluateText(variables);
    }

    private static @Nullable String id(@Nullable JsonNode written, VariableLookup variables) {
        if (written == null) {
            return null;
        }
        JsonNode value = Template.apply(written, variables, false);
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
