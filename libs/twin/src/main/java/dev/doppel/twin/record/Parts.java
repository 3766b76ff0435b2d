package dev.doppel.twin.record;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Multipart bodies, part by part: the text of telling names goes, other text is cleaned, content of files is not kept. */
final class Parts {
    private static final String NO_FILE = "[file not recorded]";

    private final Redaction rules;
    private final Set<String> learned;
    private final SecretText text;

    Parts(Redaction rules, Set<String> learned, SecretText text) {
        this.rules = rules;
        this.learned = learned;
        this.text = text;
    }

    /** {@code latin}: the bytes as ISO 8859-1, so that nothing is lost. */
    String clean(String latin) {
        int end = latin.indexOf("\r\n");
        if (!latin.startsWith("--") || end < 3) {
            return "";
        }
        String boundary = latin.substring(0, end);
        StringBuilder out = new StringBuilder();
        int at = end + 2;
        out.append(boundary).append("\r\n");
        while (at < latin.length()) {
            int stop = latin.indexOf("\r\n" + boundary, at);
            String part = stop < 0 ? latin.substring(at) : latin.substring(at, stop);
            int gap = part.indexOf("\r\n\r\n");
            String head = gap < 0 ? part : part.substring(0, gap);
            out.append(text.clean(head)).append("\r\n\r\n");
            out.append(gap < 0 ? "" : content(head, part.substring(gap + 4)));
            if (stop < 0) {
                break;
            }
            at = stop + 2 + boundary.length();
            boolean last = latin.startsWith("--", at);
            out.append("\r\n").append(boundary).append(last ? "--\r\n" : "\r\n");
            if (last) {
                break;
            }
            at += 2;
        }
        return out.toString();
    }

    private String content(String head, String latin) {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("filename")) {
            return NO_FILE;
        }
        int name = lower.indexOf("name=\"");
        String field = name < 0 ? "" : head.substring(name + 6, Math.max(name + 6, head.indexOf('"', name + 6)));
        String plain = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (rules.secret(field)) {
            Learned.add(learned, plain);
            return Redaction.MARK;
        }
        return new String(text.clean(plain).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
