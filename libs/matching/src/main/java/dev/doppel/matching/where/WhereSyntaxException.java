package dev.doppel.matching.where;

/** A where clause that cannot be used. */
public final class WhereSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;

    WhereSyntaxException(String place, String message) {
        super(place + ": " + message);
        this.place = place;
    }

    /** The place inside the list, such as {@code where[1].or[0].path}. */
    public String place() {
        return place;
    }
}
