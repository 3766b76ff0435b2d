package dev.doppel.contract.id;

/** The one rule for identities: short, printable, safe in keys, file names and URLs. */
final class Ids {
    static final int MAX_LENGTH = 100;

    private Ids() {}

    static void check(String kind, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    kind + " must have 1 to " + MAX_LENGTH + " characters, has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean ok = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!ok) {
                throw new IllegalArgumentException(
                        kind + " may hold letters, digits, '-', '_' and '.', not '" + c + "' as in " + value);
            }
        }
    }
}
