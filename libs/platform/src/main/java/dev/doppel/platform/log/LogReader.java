package dev.doppel.platform.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads partitions by assignment: no group, no committed offsets, no rebalance. State topics are read from their beginning; evidence from
 * the offset that an instance record names. Records reach the handler one at a time on this reader's single thread; a handler must not
 * block for long. Partitions can be added and removed while it runs. Thread-safe.
 */
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<ConsumerRecord<String, byte[]>> handler;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Catching> catching = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Catching(long end, CompletableFuture<Void> reached) {}

    private LogReader(String name, Map<String, Object> kafkaConfig, Consumer<ConsumerRecord<String, byte[]>> handler) {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(config);
        this.handler = handler;
        this.thread = Thread.ofPlatform().name("log-" + name).daemon().unstarted(this::run);
    }

    /**
     * Starts a reader that reads nothing yet.
     *
     * @param name client id and thread name
     * @param kafkaConfig at least {@code bootstrap.servers}
     * @param handler called for each record; what it throws is logged and the record is passed over
     */
    public static LogReader start(
            String name, Map<String, Object> kafkaConfig, Consumer<ConsumerRecord<String, byte[]>> handler) {
        LogReader reader = new LogReader(name, kafkaConfig, handler);
        reader.thread.start();
        return reader;
    }

    /**
     * Reads every partition of a topic from its beginning.
     *
     * @return completes when everything that was there at the time of the call has been handled: then state is complete
     */
    public CompletableFuture<Void> fromBeginning(String topic) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        command(
                () -> {
                    List<TopicPartition> partitions = partitionsOf(topic);
                    assign(partitions);
                    consumer.seekToBeginning(partitions);
                    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                    List<CompletableFuture<Void>> all = new ArrayList<>();
                    for (TopicPartition partition : partitions) {
                        CompletableFuture<Void> one = new CompletableFuture<>();
                        all.add(one);
                        if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
                            one.complete(null);
                        } else {
                            catching.put(partition, new Catching(ends.getOrDefault(partition, 0L), one));
                        }
                    }
                    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                            .whenComplete((ok, failure) -> {
                                if (failure == null) {
                                    reached.complete(null);
                                } else {
                                    reached.completeExceptionally(failure);
                                }
                            });
                },
                reached);
        return reached;
    }

    /**
     * Reads every partition of a topic from what comes next.
     *
     * @return completes when the position is fixed: no record sent afterwards is missed
     */
    public CompletableFuture<Void> fromNow(String topic) {
        CompletableFuture<Void> fixed = new CompletableFuture<>();
        command(
                () -> {
                    List<TopicPartition> partitions = partitionsOf(topic);
                    assign(partitions);
                    consumer.endOffsets(partitions).forEach(consumer::seek);
                    fixed.complete(null);
                },
                fixed);
        return fixed;
    }

    /** Reads one partition from an offset; records below an offset already being read of it are delivered again. */
    public CompletableFuture<Void> fromOffset(String topic, int partition, long offset) {
        CompletableFuture<Void> fixed = new CompletableFuture<>();
        command(
                () -> {
                    TopicPartition wanted = new TopicPartition(topic, partition);
                    boolean already = consumer.assignment().contains(wanted);
                    if (!already) {
                        assign(List.of(wanted));
                    }
                    if (!already || consumer.position(wanted) > offset) {
                        consumer.seek(wanted, offset);
                    }
                    fixed.complete(null);
                },
                fixed);
        return fixed;
    }

    /** Stops reading one partition. */
    public void stop(String topic, int partition) {
        command(
                () -> {
                    List<TopicPartition> rest = new ArrayList<>(consumer.assignment());
                    rest.remove(new TopicPartition(topic, partition));
                    consumer.assign(rest);
                },
                new CompletableFuture<>());
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist yet");
        }
        for (PartitionInfo info : known) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        return partitions;
    }

    private void assign(List<TopicPartition> more) {
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        for (TopicPartition partition : more) {
            if (!all.contains(partition)) {
                all.add(partition);
            }
        }
        consumer.assign(all);
    }

    private void command(Runnable action, CompletableFuture<?> failed) {
        if (closed) {
            failed.completeExceptionally(new IllegalStateException("reader is closed"));
            return;
        }
        commands.add(() -> {
            try {
                action.run();
            } catch (WakeupException | RetriableException e) {
                throw e;
            } catch (RuntimeException e) {
                failed.completeExceptionally(e);
            }
        });
        consumer.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    runCommands();
                    if (consumer.assignment().isEmpty()) {
                        park();
                        continue;
                    }
                    handle(consumer.poll(POLL));
                } catch (RetriableException e) {
                    LOG.debugf("%s: trying again", e.getMessage());
                    park();
                } catch (WakeupException e) {
                    // a command waits, or close was called: both are looked at above
                } catch (RuntimeException e) {
                    LOG.warnf(e, "reading failed, trying again");
                    park();
                }
            }
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
            catching.values().forEach(c -> c.reached().cancel(false));
        }
    }

    private void runCommands() {
        for (Runnable next = commands.peek(); next != null; next = commands.peek()) {
            next.run();
            commands.poll();
        }
    }

    private void park() {
        java.util.concurrent.locks.LockSupport.parkNanos(
                this, Duration.ofMillis(20).toNanos());
    }

    private void handle(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                handler.accept(record);
            } catch (RuntimeException e) {
                LOG.errorf(e, "handler failed on %s/%d@%d", record.topic(), record.partition(), record.offset());
            }
        }
        if (!catching.isEmpty()) {
            catching.entrySet().removeIf(entry -> {
                boolean there =
                        consumer.position(entry.getKey()) >= entry.getValue().end();
                if (there) {
                    entry.getValue().reached().complete(null);
                }
                return there;
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
