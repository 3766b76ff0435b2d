package dev.doppel.twin.expr;

/** One token; {@code at} is its offset in the text. */
record Token(Kind kind, String text, int at) {
    enum Kind {
        NUMBER,
        STRING,
        NAME,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean word(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
