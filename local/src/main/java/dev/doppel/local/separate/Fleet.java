package dev.doppel.local.separate;

import dev.doppel.local.part.Part;
import dev.doppel.local.part.PartState;
import dev.doppel.platform.fault.FaultPoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The services that run now. Replicas are numbered; the highest number leaves first. Thread-safe. */
final class Fleet implements AutoCloseable {
    private static final int FIRST_PORT = 8100;
    private static final int PORTS_OF_ONE = 100;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Path home;
    private final Path runDirectory;
    private final Path cacheDirectory;
    private final FaultPoints faults;
    /** Guarded by this; those that have left are dropped when the list is looked at. */
    private final List<Member> members = new ArrayList<>();

    private Replicas wanted = Replicas.single();

    private record Member(ServiceKind kind, int number, int port, Part part) {}

    Fleet(Path home, Path runDirectory, Path cacheDirectory, FaultPoints faults) {
        this.home = home;
        this.runDirectory = runDirectory;
        this.cacheDirectory = cacheDirectory;
        this.faults = faults;
    }

    /**
     * Starts what is missing and asks what is too many to leave; returns at once.
     *
     * @param text as {@link Replicas#with} reads it
     */
    synchronized void scale(String text) {
        wanted = wanted.with(text);
        forgetGone();
        for (ServiceKind kind : ServiceKind.values()) {
            for (int number = 0; number < wanted.of(kind); number++) {
                start(kind, number);
            }
            for (Member member : members) {
                if (member.kind() == kind && member.number() >= wanted.of(kind) && !leaving(member)) {
                    member.part().leave();
                }
            }
        }
    }

    private static boolean leaving(Member member) {
        return switch (member.part().state().status()) {
            case LEAVING, GONE -> true;
            case STARTING, READY, UNREADY, DOWN -> false;
        };
    }

    private void start(ServiceKind kind, int number) {
        for (Member member : members) {
            if (member.kind() == kind && member.number() == number) {
                if (leaving(member)) {
                    throw new IllegalArgumentException(kind.word() + "-" + number
                            + " is still finishing what it holds; ask again when it has left");
                }
                return;
            }
        }
        String name = kind.word() + "-" + number;
        int port = FIRST_PORT + kind.ordinal() * PORTS_OF_ONE + number;
        Path log = runDirectory.resolve(name + ".log");
        ServiceProcess process = new ServiceProcess(kind, name, port, home, runDirectory, cacheDirectory, log);
        members.add(new Member(kind, number, port, Part.start(name, kind.word(), log, process, faults)));
    }

    private void forgetGone() {
        members.removeIf(member -> member.part().gone());
    }

    /** All services, in order of their start. */
    synchronized List<PartState> states() {
        forgetGone();
        return members.stream().map(member -> member.part().state()).toList();
    }

    /** Ports of those that have not left, by name, in order of their start. */
    synchronized Map<String, Integer> ports() {
        forgetGone();
        Map<String, Integer> ports = new LinkedHashMap<>();
        members.forEach(member -> ports.put(member.part().state().name(), member.port()));
        return ports;
    }

    /** The port behind a REST path. */
    synchronized OptionalInt port(String path) {
        return members.stream()
                .filter(member -> member.kind().answers(path))
                .mapToInt(Member::port)
                .findFirst();
    }

    /** Ends all in an orderly way, those that take too long by force. */
    @Override
    public void close() {
        List<Member> all;
        synchronized (this) {
            all = List.copyOf(members);
        }
        all.forEach(member -> member.part().leave());
        all.forEach(member -> member.part().awaitGone(CLOSE_LIMIT));
    }
}
