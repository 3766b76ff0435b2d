package dev.doppel.runner.database;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What came of a statement. */
public sealed interface Answer {
    /**
     * The database answered.
     *
     * @param document the step's {@code $.response}
     * @param rejected whether it refused the statement; the document then holds its message
     * @param notes remarks for the reader of the run
     */
    record Document(ObjectNode document, boolean rejected, List<String> notes) implements Answer {
        public Document {
            notes = List.copyOf(notes);
        }
    }

    /** No answer: connection lost or refused, or time out. */
    record Failed(String error) implements Answer {}
}
