package dev.doppel.mock.twin;

import dev.doppel.contract.environment.TwinSpec;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.contract.request.TwinTable;
import dev.doppel.mock.capture.RowSource;
import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.TwinInstance;
import dev.doppel.twin.engine.TableAccess;
import dev.doppel.twin.fault.TwinFault;
import dev.doppel.twin.http.WebhookIntent;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The twins of one environment, each with a state of its own that goes with it. Thread-safe; all methods but {@link #find} may block. */
public final class HeldTwins implements RowSource {
    public static final HeldTwins NONE = new HeldTwins(List.of(), Map.of());

    private static final byte[] NOTHING = new byte[0];

    private final List<TwinSpec> specs;
    private final Map<String, TwinInstance> twins = new TreeMap<>();

    /** Starts an instance of each. */
    public HeldTwins(List<TwinSpec> specs, Map<String, TwinEngine> engines) {
        this.specs = List.copyOf(specs);
        engines.forEach((name, engine) -> twins.put(name, engine.start()));
    }

    /** What they were made from. */
    public List<TwinSpec> specs() {
        return specs;
    }

    /** The twin of an item, or null. */
    public @Nullable TwinInstance find(String name) {
        return twins.get(name);
    }

    /**
     * What a command gave.
     *
     * @param error for the user, or null
     * @param json the result, empty for none
     * @param webhooks calls to make
     */
    public record Result(@Nullable String error, byte[] json, List<WebhookIntent> webhooks) {
        static Result failed(String why) {
            return new Result(why, NOTHING, List.of());
        }
    }

    /** Performs a command; never throws on what it says. */
    public Result perform(TwinCommand command) {
        TwinInstance twin = twins.get(command.twin());
        if (twin == null) {
            return Result.failed("there is no twin " + command.twin() + " here; twins: " + twins.keySet());
        }
        try {
            TableAccess.Done done = act(twin.tables(), command);
            return new Result(null, done.value() == null ? NOTHING : Json.bytes(done.value()), done.webhooks());
        } catch (TwinFault fault) {
            return Result.failed(command.op().name().toLowerCase(java.util.Locale.ROOT) + " on twin "
                    + command.twin() + (command.table() == null ? "" : ", table " + command.table()) + ": "
                    + fault.text());
        }
    }

    private static TableAccess.Done act(TableAccess tables, TwinCommand command) {
        return switch (command.op()) {
            case LIST -> tables.list(needed(command.table(), "table"));
            case GET -> tables.get(needed(command.table(), "table"), needed(command.row(), "id"));
            case CREATE -> tables.create(needed(command.table(), "table"), data(command));
            case PATCH -> tables.patch(needed(command.table(), "table"), needed(command.row(), "id"), data(command));
            case DELETE -> tables.delete(needed(command.table(), "table"), needed(command.row(), "id"));
            case RESET -> tables.reset(command.table());
            case SNAPSHOT -> tables.snapshot(needed(command.snapshot(), "name"));
            case RESTORE -> tables.restore(needed(command.snapshot(), "name"));
        };
    }

    private static String needed(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw TwinFault.invalid(name, "'" + name + "' is missing");
        }
        return value;
    }

    private static Map<String, Object> data(TwinCommand command) {
        Map<String, Object> data = command.data() == null
                ? Map.of()
                : Values.map(Json.parse(command.data().toString()));
        if (data == null) {
            throw TwinFault.invalid("data", "'data' must be an object");
        }
        return data;
    }

    @Override
    public Rows read(TwinTable table) {
        TwinInstance twin = twins.get(table.twin());
        if (twin == null) {
            return new Rows("there is no twin " + table.twin() + " here; twins: " + twins.keySet(), NOTHING);
        }
        try {
            return new Rows(null, Json.bytes(twin.tables().list(table.table()).value()));
        } catch (TwinFault fault) {
            return new Rows("twin " + table.twin() + ": " + fault.text(), NOTHING);
        }
    }
}
