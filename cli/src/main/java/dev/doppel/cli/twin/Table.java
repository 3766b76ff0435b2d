package dev.doppel.cli.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns of text, as wide as their contents. Not thread-safe. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** A row of an object's members; one that is missing or null is a dash. */
    Table row(JsonNode object, String... members) {
        rows.add(IntStream.range(0, members.length)
                .mapToObj(i -> object.hasNonNull(members[i])
                                && !object.path(members[i]).asText().isEmpty()
                        ? object.path(members[i]).asText()
                        : "-")
                .toList());
        return this;
    }

    /** Without a line end after the last row. */
    String text() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < widths.length; i++) {
                        line.append(row.get(i))
                                .repeat(' ', widths[i] - row.get(i).length() + 2);
                    }
                    return line.toString().stripTrailing();
                })
                .collect(Collectors.joining("\n"));
    }
}
