package dev.doppel.runner.block;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathScope;
import dev.doppel.matching.path.Segment;
import dev.doppel.runner.document.Observed;
import dev.doppel.runner.document.RootDocument;
import dev.doppel.runner.variable.Overlay;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of one block mean, and how firm what they lead to is. Confined.
 *
 * @param paths documents
 * @param document where the lists come from
 * @param variables visible to the block
 * @param matches the block's own list of matches; null outside match blocks
 */
record Scope(
        PathScope paths,
        RootDocument document,
        Overlay variables,
        @Nullable Matches matches) {
    private static final Set<String> OF_ENTRY =
            Set.of("request", "response", "responsetime", "origin", "target", "timestamp", "from", "to");

    static Scope self(RootDocument document, Overlay variables) {
        return new Scope(new PathScope.Self(document.with(variables.all())), document, variables, null);
    }

    /** The scope of a new match block. */
    Scope matching(Matches found) {
        ObjectNode root = ((ObjectNode) paths.root()).objectNode();
        root.setAll((ObjectNode) paths.root());
        List<JsonNode> all = found.elements();
        root.set("matches", root.arrayNode().addAll(all));
        if (!all.isEmpty()) {
            root.set("match", all.getFirst());
            root.set("lastMatch", all.getLast());
        }
        return new Scope(new PathScope.NewMatch(root), document, variables, found);
    }

    /** The scope of an old match block for one of its entries. */
    Scope entry(Matches found, JsonNode entry) {
        Scope matching = matching(found);
        return new Scope(new PathScope.OldMatch(matching.paths.root(), entry), document, variables, found);
    }

    Firmness firmness(Path path) {
        if (document.view().complete()) {
            return Firmness.FIRM;
        }
        if (path.segments().isEmpty() || !(path.segments().getFirst() instanceof Segment.Name first)) {
            return Firmness.LOOSE;
        }
        String name = first.name().toLowerCase(Locale.ROOT);
        if (paths instanceof PathScope.OldMatch && OF_ENTRY.contains(name)) {
            return Firmness.FIRM;
        }
        if (name.equals("twin")) {
            return Firmness.LOOSE; // rows change; they are read where a barrier stands
        }
        if (name.equals("variables")) {
            return variables.anyTentative() ? Firmness.LOOSE : Firmness.FIRM;
        }
        if (matches != null) {
            switch (name) {
                case "match" -> {
                    return matches.firstFirm() ? Firmness.FIRM : Firmness.LOOSE;
                }
                case "lastmatch" -> {
                    return matches.firmness() == Firmness.FIRM ? Firmness.FIRM : Firmness.LOOSE;
                }
                case "matches" -> {
                    return inList(path, matches.firmness(), matches.firmCount());
                }
                default -> {
                    // not a name of match blocks
                }
            }
        }
        return Observed.named(name)
                .map(list -> inList(path, Firmness.GROWING, document.firm(list)))
                .orElse(Firmness.FIRM);
    }

    private static Firmness inList(Path path, Firmness list, int firmElements) {
        if (list == Firmness.FIRM || path.segments().size() == 1) {
            return list;
        }
        OptionalInt index = switch (path.segments().get(1)) {
            case Segment.Index i -> OptionalInt.of(i.index());
            case Segment.Name n -> number(n);
        };
        return index.isPresent() && index.getAsInt() >= 0 && index.getAsInt() < firmElements
                ? Firmness.FIRM
                : Firmness.LOOSE;
    }

    private static OptionalInt number(Segment.Name name) {
        if (name.quoted() || !name.name().matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(name.name()));
    }
}
