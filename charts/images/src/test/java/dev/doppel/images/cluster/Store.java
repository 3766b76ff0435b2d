package dev.doppel.images.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The objects of the cluster and what happened to them, numbered. Thread-safe. */
final class Store {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code type} is ADDED, MODIFIED or DELETED. */
    record Event(long version, String type, String collection, JsonNode object) {}

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<BiConsumer<String, JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private long version = 1;

    /** Told the collection and the object of whatever is new; called without a lock. */
    void onAdded(BiConsumer<String, JsonNode> listener) {
        listeners.add(listener);
    }

    synchronized long version() {
        return version;
    }

    synchronized JsonNode get(String collection, String name) {
        ObjectNode found = objects.get(collection + "/" + name);
        return found == null ? JSON.missingNode() : found.deepCopy();
    }

    synchronized List<JsonNode> list(String collection) {
        return objects.entrySet().stream()
                .filter(one ->
                        one.getKey().substring(0, one.getKey().lastIndexOf('/')).equals(collection))
                .map(one -> (JsonNode) one.getValue().deepCopy())
                .toList();
    }

    /** Everything of that collection that was ever made, as it was made, in order. */
    synchronized List<JsonNode> made(String collection) {
        return events.stream()
                .filter(event ->
                        event.type().equals("ADDED") && event.collection().equals(collection))
                .map(Event::object)
                .toList();
    }

    /** Returns when the object is gone. */
    synchronized void awaitGone(String collection, String name) throws InterruptedException {
        while (objects.containsKey(collection + "/" + name)) {
            wait();
        }
    }

    /** Stores it, whether it is new or not. */
    JsonNode put(String collection, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        boolean added;
        ObjectNode stored = object.deepCopy();
        synchronized (this) {
            ObjectNode before = objects.get(collection + "/" + name);
            added = before == null;
            ObjectNode meta = stored.withObject("/metadata");
            meta.put(
                    "uid",
                    added
                            ? UUID.randomUUID().toString()
                            : before.path("metadata").path("uid").asText());
            if (!meta.has("creationTimestamp")) {
                meta.put(
                        "creationTimestamp",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            }
            meta.put("resourceVersion", Long.toString(++version));
            objects.put(collection + "/" + name, stored);
            events.add(new Event(version, added ? "ADDED" : "MODIFIED", collection, stored.deepCopy()));
            notifyAll();
        }
        if (added) {
            listeners.forEach(listener -> listener.accept(collection, stored.deepCopy()));
        }
        return stored.deepCopy();
    }

    /** Removes it; a namespace goes with everything in it. */
    synchronized boolean delete(String collection, String name) {
        ObjectNode gone = objects.remove(collection + "/" + name);
        if (gone == null) {
            return false;
        }
        events.add(new Event(++version, "DELETED", collection, gone));
        if (collection.endsWith("/namespaces")) {
            for (String key : List.copyOf(objects.keySet())) {
                if (key.contains("/namespaces/" + name + "/")) {
                    int last = key.lastIndexOf('/');
                    delete(key.substring(0, last), key.substring(last + 1));
                }
            }
        }
        notifyAll();
        return true;
    }

    /** Later events of a collection; waits up to a second for the first. */
    synchronized List<Event> after(long seen, String collection) throws InterruptedException {
        List<Event> found = found(seen, collection);
        if (found.isEmpty()) {
            wait(1000);
            found = found(seen, collection);
        }
        return found;
    }

    private List<Event> found(long seen, String collection) {
        return events.stream()
                .filter(event -> event.version() > seen && event.collection().equals(collection))
                .toList();
    }

    /** What is given over what is there, object by object; null removes. */
    static void merge(ObjectNode into, JsonNode from) {
        from.properties().forEach(field -> {
            JsonNode there = into.get(field.getKey());
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (there instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    /** RFC 6902, without moving and copying. */
    static void patch(ObjectNode into, ArrayNode operations) {
        for (JsonNode operation : operations) {
            String path = operation.path("path").asText();
            int last = path.lastIndexOf('/');
            JsonNode parent = into.at(path.substring(0, last));
            String key = path.substring(last + 1).replace("~1", "/").replace("~0", "~");
            boolean remove = operation.path("op").asText().equals("remove");
            if (parent instanceof ObjectNode object) {
                if (remove) {
                    object.remove(key);
                } else {
                    object.set(key, operation.path("value"));
                }
            } else if (parent instanceof ArrayNode array) {
                if (remove) {
                    array.remove(Integer.parseInt(key));
                } else if (key.equals("-")) {
                    array.add(operation.path("value"));
                } else {
                    array.insert(Integer.parseInt(key), operation.path("value"));
                }
            }
        }
    }
}
