package dev.doppel.twin.fault;

/** Spec 1.11.6. */
public enum ErrorKind {
    NOT_FOUND(404),
    CONFLICT(409),
    VALIDATION_ERROR(400),
    PAYLOAD_TOO_LARGE(413),
    CAPACITY_EXCEEDED(507),
    INTERNAL_ERROR(500);

    private final int status;

    ErrorKind(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
