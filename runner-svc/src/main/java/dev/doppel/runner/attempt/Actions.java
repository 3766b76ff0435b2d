package dev.doppel.runner.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.definition.model.Action;
import dev.doppel.matching.json.Json;
import dev.doppel.matching.template.Template;
import dev.doppel.matching.template.TemplateException;
import dev.doppel.matching.template.VariableLookup;
import dev.doppel.runner.database.Answer;
import dev.doppel.runner.document.Bodies;
import dev.doppel.runner.document.OwnCall;
import dev.doppel.runner.http.BadCall;
import dev.doppel.runner.http.Call;
import dev.doppel.runner.http.CallBuilder;
import dev.doppel.runner.http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Performs actions (spec 5.3 to 5.5). Thread-safe. */
final class Actions {
    private final Environment environment;
    private final Limits limits;
    private final TwinActions twins;

    Actions(Environment environment, Limits limits, TwinActions twins) {
        this.environment = environment;
        this.limits = limits;
        this.twins = twins;
    }

    /** The word of the definition language for an action. */
    static String kind(Action action) {
        return switch (action) {
            case Action.HttpRequest http -> "httpRequest";
            case Action.DbQuery db -> "dbQuery";
            case Action.Wait wait -> "wait";
            case Action.Parallel parallel -> "parallel";
            case Action.Ui ui -> "ui";
            case Action.TwinOp twin -> "twin";
        };
    }

    /**
     * Performs an action.
     *
     * @param rejectionAsked whether the step itself looks at a statement's rejection (spec 5.4)
     * @throws Stop when the attempt cannot go on
     * @throws InterruptedException when the thread was interrupted or the attempt withdrawn
     */
    Performed perform(Action action, VariableLookup variables, Stopwatch watch, boolean rejectionAsked)
            throws Stop, InterruptedException {
        if (action.loop() != null) {
            throw new IllegalStateException("loops are not supported yet; validation should have refused this one");
        }
        CompletableFuture<?> ended = environment.log().withdrawal();
        try {
            return switch (action) {
                case Action.HttpRequest http -> http(http, variables, watch, ended);
                case Action.DbQuery db -> db(db, variables, watch, ended, rejectionAsked);
                case Action.Wait wait -> pause(wait, watch, ended);
                case Action.Parallel parallel -> throw unsupported(parallel);
                case Action.Ui ui -> throw unsupported(ui);
                case Action.TwinOp twin -> twins.perform(twin, variables, rejectionAsked);
            };
        } catch (Bodies.LostBody e) {
            throw new Stop.Lost("evidence was lost: " + e.getMessage());
        } catch (TemplateException e) {
            return new Performed.Failed(String.valueOf(e.getMessage()), null);
        }
    }

    private static IllegalStateException unsupported(Action action) {
        return new IllegalStateException(
                "the action " + kind(action) + " is not supported yet; validation should have refused it");
    }

    private Performed http(
            Action.HttpRequest action, VariableLookup variables, Stopwatch watch, CompletableFuture<?> ended)
            throws InterruptedException {
        Call call;
        try {
            call = CallBuilder.build(action, variables, environment.hosts());
        } catch (BadCall e) {
            return new Performed.Failed(String.valueOf(e.getMessage()), null);
        }
        Duration timeout = watch.capped(action.timeout() == null ? limits.httpTimeout() : action.timeout());
        return switch (environment.caller().call(environment.gateway(), call, timeout, ended)) {
            case Reply.Answered answered ->
                new Performed.Done(
                        new OwnCall(
                                call.document(),
                                answered.document(),
                                answered.took().toMillis()),
                        answered.requestId(),
                        List.of());
            case Reply.Failed failed -> new Performed.Failed(failed.error(), failed.requestId(), failed.silent());
        };
    }

    private Performed db(
            Action.DbQuery action,
            VariableLookup variables,
            Stopwatch watch,
            CompletableFuture<?> ended,
            boolean rejectionAsked)
            throws InterruptedException {
        String database = Template.parse(action.database()).evaluateText(variables);
        String query = Template.parse(action.query()).evaluateText(variables).strip();
        JsonNode params = action.params() == null ? null : Template.apply(action.params(), variables, false);
        Duration timeout = watch.capped(action.timeout() == null ? limits.dbTimeout() : action.timeout());
        long start = System.nanoTime();
        return switch (environment.databases().query(database, query, params, timeout, ended)) {
            case Answer.Failed failed -> new Performed.Failed(failed.error(), null);
            case Answer.Document answer
            when answer.rejected() && !rejectionAsked ->
                new Performed.Failed(
                        "the database rejected the statement: "
                                + answer.document().path("error").asText(),
                        null);
            case Answer.Document answer -> {
                ObjectNode request = Json.nodes().objectNode();
                request.put("database", database).put("query", query);
                request.set("params", params == null ? Json.nodes().nullNode() : params);
                long millis = (System.nanoTime() - start) / 1_000_000;
                List<String> notes = new ArrayList<>(answer.notes());
                if (quotes(query) > quotes(action.query())) {
                    notes.add("a value with a quote was put into the text of a query (" + action.at()
                            + "): bind it with params instead");
                }
                yield new Performed.Done(new OwnCall(request, answer.document(), millis), null, notes);
            }
        };
    }

    private static long quotes(String text) {
        return text.chars().filter(c -> c == '\'').count();
    }

    private static Performed pause(Action.Wait action, Stopwatch watch, CompletableFuture<?> ended)
            throws InterruptedException {
        Duration pause = watch.capped(action.duration());
        try {
            ended.get(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return pause.compareTo(action.duration()) < 0
                    ? new Performed.Failed("the wait was cut short after " + pause.toMillis() + " ms", null)
                    : new Performed.Done(OwnCall.empty(pause.toMillis()), null, List.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        throw new InterruptedException("the attempt was withdrawn");
    }
}
