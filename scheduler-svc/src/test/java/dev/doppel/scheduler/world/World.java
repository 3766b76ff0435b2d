package dev.doppel.scheduler.world;

/** The scripted services around the application under test; one for the whole test JVM, so that tests share it. */
public final class World {
    private static final World WORLD = new World();

    private final Log log = new Log();
    private final FakeInterception interception = new FakeInterception(log, "mock-0");
    private final FakeRunner runner = new FakeRunner(log, "app");

    private World() {}

    public static World get() {
        return WORLD;
    }

    public Log log() {
        return log;
    }

    public FakeInterception interception() {
        return interception;
    }

    public FakeRunner runner() {
        return runner;
    }
}
