package dev.doppel.mock.recording;

import dev.doppel.twin.record.Recording;
import dev.doppel.twin.record.RecordingQuery;
import dev.doppel.twin.value.ValueSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and their recordings: a JSON file each below {@code SESSION/HOST/}, a link {@code latest} to the newest session. Only what is said
 * of them is held in memory. At most 10 000 recordings of 512 MiB together; what comes on top is counted. Thread-safe.
 */
public final class RecordingStore {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 512L << 20;
    private static final int MOST_SESSIONS = 200;
    private static final long MOST_READ = 64L << 20;
    private static final String LATEST = "latest";

    private final SessionFolders folders;
    private final Clock clock;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private boolean loaded;
    private long bytes;
    private long beyond;

    /** @param root its folder; it need not be there */
    public RecordingStore(Path root, Clock clock) {
        this.folders = new SessionFolders(root);
        this.clock = clock;
    }

    /** Where it lies. */
    public Path root() {
        return folders.root();
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        List<Kept> found = new ArrayList<>();
        Map<String, Session> known = new LinkedHashMap<>();
        folders.read((session, file) -> {
            known.put(session.id(), session);
            if (file == null || found.size() >= MOST) {
                return;
            }
            numbers.merge(session.id(), SessionFolders.number(file), Math::max);
            try {
                long size = Files.size(file);
                if (size <= MOST_READ) {
                    Recording recording = Recording.fromJson(Files.readAllBytes(file));
                    found.add(Kept.of(root(), session.id(), file, recording, size));
                }
            } catch (IOException | ValueSyntaxException e) {
                // no recording of ours: it stays where it is, and is not shown
            }
        });
        known.values().stream()
                .sorted(Comparator.comparing(Session::began).thenComparing(Session::id))
                .forEach(session -> sessions.put(session.id(), session));
        found.sort(Comparator.comparing(Kept::at).thenComparing(k -> k.file().toString()));
        found.forEach(this::remember);
    }

    private void remember(Kept one) {
        kept.put(one.id(), one);
        bytes += one.bytes();
    }

    /** A new session, the latest from now on. */
    public synchronized Session begin(@Nullable String name) {
        load();
        if (sessions.size() >= MOST_SESSIONS) {
            throw Refused.inTheWay(MOST_SESSIONS
                    + " sessions are kept already: delete some (DELETE /sessions/ID, or DELETE /sessions)");
        }
        String called = name == null || name.isEmpty() ? Session.UNNAMED : name;
        int number = 1;
        Session made = Session.begin(called, clock.instant().truncatedTo(ChronoUnit.SECONDS), number);
        while (sessions.containsKey(made.id()) || folders.has(made.id())) {
            made = Session.begin(called, made.began(), ++number);
        }
        folders.make(made.id());
        sessions.put(made.id(), made);
        return made;
    }

    /** Keeps one; null when there is no room. */
    synchronized @Nullable Kept add(Session session, Recording recording) {
        load();
        byte[] json = recording.toJson();
        if (kept.size() >= MOST || bytes + json.length > MOST_BYTES || !sessions.containsKey(session.id())) {
            beyond++;
            return null;
        }
        int number = numbers.merge(session.id(), 1, Integer::sum);
        String name = String.format(Locale.ROOT, "%05d-%s%s.json", number, recording.method(), recording.path());
        try {
            Path file = folders.place(session.id(), recording.host(), name);
            Files.write(file, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Kept made = Kept.of(root(), session.id(), file, recording, json.length);
            remember(made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be written below " + root() + ": " + e, e);
        }
    }

    /** Sessions, newest first. */
    public synchronized List<Session> sessions() {
        load();
        return new ArrayList<>(sessions.values()).reversed();
    }

    /**
     * One of them.
     *
     * @param id or {@code latest}
     */
    public synchronized Session session(String id) {
        load();
        Session found = id.equals(LATEST) ? sessions().stream().findFirst().orElse(null) : sessions.get(id);
        if (found == null) {
            throw Refused.missing("there is no session " + id);
        }
        return found;
    }

    /** Recordings of a session, or of all when it is null, oldest first. */
    synchronized List<Kept> find(@Nullable String session, RecordingQuery query) {
        load();
        String id = session == null ? null : session(session).id();
        return kept.values().stream()
                .filter(k -> (id == null || k.session().equals(id))
                        && query.matches(k.method(), k.status(), k.host(), k.path()))
                .toList();
    }

    synchronized Kept find(String id) {
        load();
        Kept found = kept.get(id);
        if (found == null) {
            throw Refused.missing("there is no recording " + id);
        }
        return found;
    }

    /** Reads recordings; 64 MiB together at most. */
    synchronized List<Recording> read(List<Kept> wanted) {
        if (wanted.stream().mapToLong(Kept::bytes).sum() > MOST_READ) {
            throw Refused.tooMuch("these " + wanted.size() + " recordings are larger than 64 MiB together: choose fewer"
                    + " by session, host, path, method or status");
        }
        List<Recording> out = new ArrayList<>();
        for (Kept one : wanted) {
            try {
                out.add(Recording.fromJson(Files.readAllBytes(one.file())));
            } catch (IOException | ValueSyntaxException e) {
                throw Refused.missing("the recording " + one.id() + " cannot be read any more: " + e.getMessage());
            }
        }
        return out;
    }

    /** Removes recordings; returns how many. */
    synchronized int remove(List<Kept> unwanted) {
        int removed = 0;
        for (Kept one : unwanted) {
            if (kept.remove(one.id()) != null) {
                bytes -= one.bytes();
                folders.delete(one.file());
                removed++;
            }
        }
        return removed;
    }

    /** Removes a session with all that is in it. */
    synchronized void remove(Session session) {
        remove(find(session.id(), RecordingQuery.ALL));
        sessions.remove(session.id());
        folders.remove(
                session.id(), sessions().stream().findFirst().map(Session::id).orElse(null));
    }

    /** Exchanges for which there was no room. */
    synchronized long beyond() {
        return beyond;
    }
}
