package dev.doppel.definition.tree;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.doppel.definition.model.SourceRef;
import dev.doppel.definition.problem.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one file: UTF-8 with or without byte order mark, one document, YAML 1.2 core types, bounded (spec 1.1). Whatever is
 * wrong becomes a problem with its position; hostile input costs no more than the limits.
 */
public final class TreeReader {
    /** Larger files are refused unread. */
    public static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Nodes after the expansion of aliases and merge keys. */
    public static final int MAX_NODES = 1_000_000;

    /** Nesting levels, aliases included. */
    public static final int MAX_DEPTH = 100;

    private TreeReader() {}

    /**
     * The document of a file.
     *
     * @param file name used in positions
     * @return empty when it cannot be read so far that a tree stands; then at least one error was added
     */
    public static Optional<Node> read(String file, byte[] bytes, Problems problems) {
        if (bytes.length > MAX_BYTES) {
            refuseSize(file, bytes.length, problems);
            return Optional.empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            problems.error("encoding", new SourceRef(file, 0, 0), "", "the file is not UTF-8", "save it as UTF-8");
            return Optional.empty();
        }
        return readText(file, text, problems);
    }

    /** Reports a file that is too large to be read. */
    public static void refuseSize(String file, long size, Problems problems) {
        problems.error(
                "file-too-large",
                new SourceRef(file, 0, 0),
                "",
                "the file has " + size + " bytes",
                "a definition file may have at most " + MAX_BYTES + " bytes");
    }

    /** As {@link #read}, from text. */
    public static Optional<Node> readText(String file, String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setParseComments(false)
                .setCodePointLimit(MAX_BYTES)
                .build();
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, body));
            parser.next();
            if (parser.checkEvent(Event.ID.StreamEnd)) {
                return Optional.of(new ScalarNode(new SourceRef(file, 1, 1), NullNode.getInstance(), "", false));
            }
            parser.next();
            Composer composer = new Composer(file, parser, problems);
            Node root = composer.compose();
            parser.next();
            if (!parser.checkEvent(Event.ID.StreamEnd)) {
                problems.error(
                        "second-document",
                        place(file, parser.peekEvent().getStartMark().orElse(null)),
                        "",
                        "a second document begins here",
                        "put each document into a file of its own");
                return Optional.empty();
            }
            return Optional.of(root);
        } catch (Composer.Refused refused) {
            problems.error(refused.code, refused.at, "", String.valueOf(refused.getMessage()), refused.advice);
        } catch (MarkedYamlEngineException syntax) {
            problems.error("syntax", place(file, syntax.getProblemMark().orElse(null)), "", describe(syntax), "");
        } catch (YamlEngineException | IndexOutOfBoundsException | NumberFormatException syntax) {
            problems.error(
                    "syntax",
                    new SourceRef(file, 0, 0),
                    "",
                    "the file cannot be read as YAML: " + oneLine(String.valueOf(syntax.getMessage())),
                    "");
        }
        return Optional.empty();
    }

    private static String describe(MarkedYamlEngineException syntax) {
        String problem = oneLine(String.valueOf(syntax.getProblem()));
        String context = syntax.getContext() == null ? "" : oneLine(syntax.getContext()) + ": ";
        return "not valid YAML: " + context + problem;
    }

    private static String oneLine(String text) {
        String line = text.strip().replace('\n', ' ').replace('\r', ' ');
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    static SourceRef place(String file, @org.jspecify.annotations.Nullable Mark mark) {
        return mark == null ? new SourceRef(file, 0, 0) : new SourceRef(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
