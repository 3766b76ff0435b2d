package dev.doppel.contract.event;

/** The topics between services (architecture, "Topics"). Only {@link #RESULTS} and {@link #PUBLIC_EXCHANGES} are for others. */
public enum Topic {
    ENVIRONMENTS("doppel.environments", 4, true),
    INTERCEPTION("doppel.interception", 1, false),
    INSTANCES("doppel.instances", 8, false),
    REQUESTS("doppel.requests", 4, false),
    EXCHANGES("doppel.exchanges", 8, false),
    EVIDENCE("doppel.evidence", 8, false),
    RESULTS("doppel.results", 4, false),
    BLOBS("doppel.blobs", 1, true),
    PUBLIC_EXCHANGES("doppel.public.exchanges", 4, false),
    DEAD("doppel.dead", 1, false);

    private final String topicName;
    private final int partitions;
    private final boolean compacted;

    Topic(String topicName, int partitions, boolean compacted) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.compacted = compacted;
    }

    /** Name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** Partitions it is created with; the key's partition follows from it, so it never changes after creation. */
    public int partitions() {
        return partitions;
    }

    /** True for topics of state: the last record of a key is kept. */
    public boolean compacted() {
        return compacted;
    }
}
