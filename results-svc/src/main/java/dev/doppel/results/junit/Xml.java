package dev.doppel.results.junit;

import org.jspecify.annotations.Nullable;

/** Writes indented XML 1.0; characters that XML cannot hold are left out. Confined to one thread. */
final class Xml {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /** @param attributes names and values in turn; one whose value is null is left out */
    Xml open(String element, @Nullable Object... attributes) {
        start(element, attributes).append(">\n");
        depth++;
        return this;
    }

    Xml close(String element) {
        depth--;
        indent().append("</").append(element).append(">\n");
        return this;
    }

    Xml empty(String element, @Nullable Object... attributes) {
        start(element, attributes).append("/>\n");
        return this;
    }

    Xml text(String element, String text, @Nullable Object... attributes) {
        if (text.isEmpty()) {
            return empty(element, attributes);
        }
        start(element, attributes).append('>');
        escape(text, false);
        out.append("</").append(element).append(">\n");
        return this;
    }

    /** Places what another writer made at this depth. */
    Xml raw(String xml) {
        out.append(xml);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private StringBuilder start(String element, @Nullable Object... attributes) {
        indent().append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(value.toString(), true);
                out.append('"');
            }
        }
        return out;
    }

    private StringBuilder indent() {
        return out.append("  ".repeat(depth));
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                case '\t' -> out.append(attribute ? "&#9;" : "\t");
                case '\r' -> out.append("&#13;");
                default -> {
                    if (isAllowed(c)) {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }
}
