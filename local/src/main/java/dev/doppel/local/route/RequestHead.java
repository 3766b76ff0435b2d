package dev.doppel.local.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The head of an HTTP/1.1 request, as far as routing needs it. Immutable. */
record RequestHead(String path, List<String> lines) {
    RequestHead {
        lines = List.copyOf(lines);
    }

    /** Offset behind the empty line that ends the head, -1 while it has not come. */
    static int end(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** @throws IllegalArgumentException when it is none */
    static RequestHead parse(byte[] bytes, int end) {
        List<String> lines = List.of(new String(bytes, 0, end - 4, StandardCharsets.ISO_8859_1).split("\r\n", -1));
        String[] words = lines.getFirst().split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
            throw new IllegalArgumentException("No HTTP/1.1 request with a path");
        }
        int query = words[1].indexOf('?');
        return new RequestHead(query < 0 ? words[1] : words[1].substring(0, query), lines);
    }

    /** The same head for a connection that ends with its answer; an upgrade is left as it is. */
    byte[] forOneRequest() {
        List<String> out = new ArrayList<>();
        boolean upgrade = lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.startsWith("connection:") && line.contains("upgrade"));
        for (String line : lines) {
            if (upgrade || !line.regionMatches(true, 0, "connection:", 0, 11)) {
                out.add(line);
            }
        }
        if (!upgrade) {
            out.add("Connection: close");
        }
        return (String.join("\r\n", out) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
