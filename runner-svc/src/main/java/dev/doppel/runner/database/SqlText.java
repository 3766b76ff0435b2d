package dev.doppel.runner.database;

/** Finds the parts of a statement in which nothing is to be replaced. Pure. */
final class SqlText {
    private SqlText() {}

    /** The end of the quoted text or comment that begins at {@code i}; {@code i} when none does. An unclosed one ends with the text. */
    static int skip(String sql, int i) {
        char c = sql.charAt(i);
        if (c == '\'') {
            boolean escapes =
                    i > 0 && (sql.charAt(i - 1) == 'E' || sql.charAt(i - 1) == 'e') && !wordBefore(sql, i - 1);
            return quoted(sql, i, '\'', escapes);
        }
        if (c == '"') {
            return quoted(sql, i, '"', false);
        }
        if (sql.startsWith("--", i)) {
            int end = sql.indexOf('\n', i);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", i)) {
            return comment(sql, i);
        }
        if (c == '$' && !wordBefore(sql, i)) {
            return dollar(sql, i);
        }
        return i;
    }

    private static int quoted(String sql, int start, char quote, boolean escapes) {
        int i = start + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                i += 2;
            } else if (c == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i += 2;
                } else {
                    return i + 1;
                }
            } else {
                i++;
            }
        }
        return sql.length();
    }

    private static int comment(String sql, int start) {
        int depth = 0;
        int i = start;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return sql.length();
    }

    private static int dollar(String sql, int start) {
        int tagEnd = start + 1;
        if (tagEnd < sql.length() && !Character.isDigit(sql.charAt(tagEnd))) {
            tagEnd = word(sql, tagEnd);
        }
        if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
            return start;
        }
        String tag = sql.substring(start, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        return end < 0 ? sql.length() : end + tag.length();
    }

    /** The end of the word of letters, digits and underscores at {@code i}. */
    static int word(String sql, int i) {
        int end = i;
        while (end < sql.length() && wordChar(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean wordBefore(String sql, int i) {
        return i > 0 && wordChar(sql.charAt(i - 1));
    }

    private static boolean wordChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
