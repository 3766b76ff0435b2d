package dev.doppel.contract.codec;

import dev.doppel.contract.environment.EnvironmentState;
import dev.doppel.contract.event.Message;
import dev.doppel.contract.event.Topic;
import dev.doppel.contract.evidence.ConsoleBarrierAnswer;
import dev.doppel.contract.evidence.ConsoleLines;
import dev.doppel.contract.evidence.InstanceWithdrawn;
import dev.doppel.contract.evidence.IsolationReport;
import dev.doppel.contract.exchange.BarrierAnswer;
import dev.doppel.contract.exchange.Diagnostic;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.exchange.MarkSet;
import dev.doppel.contract.exchange.TwinAnswer;
import dev.doppel.contract.exchange.TwinRows;
import dev.doppel.contract.instance.InstanceReady;
import dev.doppel.contract.interception.EnvironmentApplied;
import dev.doppel.contract.interception.ProbeReported;
import dev.doppel.contract.interception.ReplicaAnnounced;
import dev.doppel.contract.request.BarrierRequest;
import dev.doppel.contract.request.MarkRequest;
import dev.doppel.contract.request.TwinCommand;
import dev.doppel.contract.result.Heartbeat;
import dev.doppel.contract.result.InstanceClaimed;
import dev.doppel.contract.result.InstanceFinished;
import dev.doppel.contract.result.InstanceStateChanged;
import dev.doppel.contract.result.ItemStateChanged;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.RunFinished;
import dev.doppel.contract.result.StepFinished;
import dev.doppel.contract.result.StepStarted;
import dev.doppel.contract.result.TestsFinished;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every message type: its name on the wire ({@code ce_type}), its class, its topic. The only place that lists them. Immutable. */
public final class MessageTypes {
    /**
     * @param name value of {@code ce_type}
     * @param type the record class
     * @param topic the one topic it travels on
     */
    public record Entry(String name, Class<? extends Message> type, Topic topic) {}

    private static final List<Entry> ALL = List.of(
            new Entry("dev.doppel.environment.state", EnvironmentState.class, Topic.ENVIRONMENTS),
            new Entry("dev.doppel.replica.announced", ReplicaAnnounced.class, Topic.INTERCEPTION),
            new Entry("dev.doppel.environment.applied", EnvironmentApplied.class, Topic.INTERCEPTION),
            new Entry("dev.doppel.probe.reported", ProbeReported.class, Topic.INTERCEPTION),
            new Entry("dev.doppel.instance.ready", InstanceReady.class, Topic.INSTANCES),
            new Entry("dev.doppel.mark.request", MarkRequest.class, Topic.REQUESTS),
            new Entry("dev.doppel.barrier.request", BarrierRequest.class, Topic.REQUESTS),
            new Entry("dev.doppel.twin.command", TwinCommand.class, Topic.REQUESTS),
            new Entry("dev.doppel.exchange", Exchange.class, Topic.EXCHANGES),
            new Entry("dev.doppel.mark.set", MarkSet.class, Topic.EXCHANGES),
            new Entry("dev.doppel.barrier.answer", BarrierAnswer.class, Topic.EXCHANGES),
            new Entry("dev.doppel.twin.answer", TwinAnswer.class, Topic.EXCHANGES),
            new Entry("dev.doppel.twin.rows", TwinRows.class, Topic.EXCHANGES),
            new Entry("dev.doppel.diagnostic", Diagnostic.class, Topic.EVIDENCE),
            new Entry("dev.doppel.console.lines", ConsoleLines.class, Topic.EVIDENCE),
            new Entry("dev.doppel.console.barrier", ConsoleBarrierAnswer.class, Topic.EVIDENCE),
            new Entry("dev.doppel.isolation.report", IsolationReport.class, Topic.EVIDENCE),
            new Entry("dev.doppel.instance.withdrawn", InstanceWithdrawn.class, Topic.EVIDENCE),
            new Entry("dev.doppel.run.accepted", RunAccepted.class, Topic.RESULTS),
            new Entry("dev.doppel.instance.state", InstanceStateChanged.class, Topic.RESULTS),
            new Entry("dev.doppel.item.state", ItemStateChanged.class, Topic.RESULTS),
            new Entry("dev.doppel.instance.claimed", InstanceClaimed.class, Topic.RESULTS),
            new Entry("dev.doppel.heartbeat", Heartbeat.class, Topic.RESULTS),
            new Entry("dev.doppel.step.started", StepStarted.class, Topic.RESULTS),
            new Entry("dev.doppel.step.finished", StepFinished.class, Topic.RESULTS),
            new Entry("dev.doppel.tests.finished", TestsFinished.class, Topic.RESULTS),
            new Entry("dev.doppel.instance.finished", InstanceFinished.class, Topic.RESULTS),
            new Entry("dev.doppel.run.finished", RunFinished.class, Topic.RESULTS));

    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();
    private static final Map<Class<?>, Entry> BY_TYPE = new LinkedHashMap<>();

    static {
        for (Entry entry : ALL) {
            BY_NAME.put(entry.name(), entry);
            BY_TYPE.put(entry.type(), entry);
        }
    }

    private MessageTypes() {}

    /** All entries, in topic order. */
    public static List<Entry> all() {
        return ALL;
    }

    /** The entry of a wire name, or null when this version does not know it. */
    public static @Nullable Entry named(String name) {
        return BY_NAME.get(name);
    }

    /** The entry of a message's class. */
    public static Entry of(Message message) {
        Entry entry = BY_TYPE.get(message.getClass());
        if (entry == null) {
            throw new IllegalArgumentException(message.getClass() + " is not registered in MessageTypes");
        }
        return entry;
    }
}
