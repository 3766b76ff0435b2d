package dev.doppel.scheduler.api;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;

/** Failures of the database that end by themselves. */
final class Unavailable {
    private static final int DEPTH = 20;

    private Unavailable() {}

    /** True when it could not be reached, broke off, did not answer in time, or is starting or stopping (SQLSTATE 08 and 57P). */
    static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof io.vertx.core.VertxException
                    || cause instanceof NoStackTraceThrowable) {
                return true;
            }
            if (cause instanceof PgException postgres) {
                String state = postgres.getSqlState();
                return state != null && (state.startsWith("08") || state.startsWith("57P"));
            }
            cause = cause.getCause();
        }
        return false;
    }
}
