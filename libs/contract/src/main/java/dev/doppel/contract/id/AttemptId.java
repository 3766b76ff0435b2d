package dev.doppel.contract.id;

/**
 * One try at an instance on one life of a mock-svc replica. Every record about an environment carries it, and readers drop records of
 * another triple (architecture, "Topics").
 *
 * @param instance the instance
 * @param number 1 for the first try
 * @param incarnation the life of the mock-svc replica that holds the environment
 */
public record AttemptId(InstanceId instance, int number, Incarnation incarnation) {
    public AttemptId {
        if (number < 1) {
            throw new IllegalArgumentException("attempt number begins at 1, not " + number);
        }
    }
}
