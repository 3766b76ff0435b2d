package dev.doppel.runner.block;

import dev.doppel.contract.request.TwinTable;
import dev.doppel.definition.model.Assertion;
import dev.doppel.definition.model.Block;
import dev.doppel.definition.model.Extraction;
import dev.doppel.definition.model.Operand;
import dev.doppel.definition.model.Step;
import dev.doppel.definition.model.Where;
import dev.doppel.matching.path.Path;
import dev.doppel.matching.path.PathKind;
import dev.doppel.matching.path.PathSyntaxException;
import dev.doppel.matching.path.Segment;
import dev.doppel.runner.document.Observed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step's blocks and extractions may look at, known before it runs. A path made at run time may be anything. Immutable.
 *
 * @param lists observed lists that some path may name
 * @param rejection whether some path names {@code success} or {@code error} of the response (spec 5.4)
 * @param twins tables of twins that some path names (spec 12.8)
 */
public record Mentions(Set<Observed> lists, boolean rejection, Set<TwinTable> twins) {
    public Mentions {
        lists = Set.copyOf(lists);
        twins = Set.copyOf(twins);
    }

    /** Whether mock-svc's records matter. */
    public boolean interception() {
        return !twins.isEmpty() || lists.stream().anyMatch(Observed::interception);
    }

    /** Whether console lines matter. */
    public boolean console() {
        return lists.stream().anyMatch(Observed::console);
    }

    /** Whether anything observed matters: then the step needs a window. */
    public boolean observed() {
        return !twins.isEmpty() || !lists.isEmpty();
    }

    /** The lists that reach back to the start of the test. */
    public boolean sinceTest() {
        return lists.stream().anyMatch(Observed::sinceTest);
    }

    /** Looks through a step. */
    public static Mentions of(Step step) {
        List<String> paths = new ArrayList<>();
        Set<Observed> lists = EnumSet.noneOf(Observed.class);
        extractions(step.extract(), paths);
        for (Block block : step.blocks()) {
            extractions(block.head().extract(), paths);
            switch (block) {
                case Block.SelfBlock self -> assertions(self.assertions(), paths);
                case Block.NewMatchBlock match -> {
                    paths.add(match.path());
                    assertions(match.assertions(), paths);
                    where(match.where(), paths, lists);
                }
                case Block.OldMatchBlock match -> {
                    lists.add(Observed.TRAFFIC);
                    assertions(match.assertions(), paths);
                }
                case Block.ConsoleBlock console -> lists.add(Observed.CONSOLE_LOGS);
            }
        }
        boolean rejection = false;
        Set<TwinTable> twins = new HashSet<>();
        for (String path : paths) {
            TwinTable table = table(path);
            if (table != null) {
                twins.add(table);
            } else {
                rejection |= add(path, lists);
            }
        }
        return new Mentions(lists, rejection, twins);
    }

    private static void extractions(List<Extraction> extractions, List<String> paths) {
        for (Extraction extraction : extractions) {
            String path = Language.pathOf(extraction.rule());
            if (path != null) {
                paths.add(path);
            }
        }
    }

    private static void assertions(List<Assertion> assertions, List<String> paths) {
        for (Assertion assertion : assertions) {
            paths.add(assertion.source().path());
            if (assertion.operand() instanceof Operand.FromPath from) {
                paths.add(from.path());
            }
        }
    }

    private static void where(List<Where> list, List<String> paths, Set<Observed> lists) {
        for (Where one : list) {
            switch (one) {
                case Where.Compare compare -> {
                    if (compare.path().contains("TimelineIndex")) {
                        lists.add(Observed.TIMELINE);
                    }
                    if (compare.operand() instanceof Operand.FromPath from) {
                        paths.add(from.path());
                    }
                }
                case Where.Or or -> where(or.any(), paths, lists);
                case Where.And and -> where(and.all(), paths, lists);
                case Where.Not not -> where(List.of(not.inner()), paths, lists);
            }
        }
    }

    /** The table that {@code $.twin.<item>.<table>} names; expressions may only stand behind it. */
    private static @Nullable TwinTable table(String raw) {
        if (!raw.startsWith("$.twin")) {
            return null;
        }
        try {
            List<Segment> segments = Path.parse(raw.replaceAll("\\{\\{.*?}}", "0"), PathKind.VALUE)
                    .segments();
            return segments.size() > 2
                            && segments.get(0) instanceof Segment.Name first
                            && first.name().equals("twin")
                            && segments.get(1) instanceof Segment.Name twin
                            && segments.get(2) instanceof Segment.Name table
                    ? new TwinTable(twin.name(), table.name())
                    : null;
        } catch (PathSyntaxException e) {
            return null;
        }
    }

    /** Adds what a path may name. @return whether it names the rejection of a statement */
    private static boolean add(String raw, Set<Observed> lists) {
        if (Language.hasExpression(raw)) {
            // one expression alone is a variable's value; a path around an expression may lead anywhere
            if (!(raw.startsWith("{{") && raw.indexOf("}}") == raw.length() - 2)) {
                addAll(lists);
            }
            return false;
        }
        List<Segment> segments;
        try {
            segments = Path.parse(raw, PathKind.VALUE).segments();
        } catch (PathSyntaxException e) {
            return false;
        }
        if (segments.isEmpty()) {
            addAll(lists);
            return false;
        }
        if (raw.contains("TimelineIndex")) {
            lists.add(Observed.TIMELINE);
        }
        List<String> names = new ArrayList<>();
        for (Segment segment : segments) {
            names.add(segment instanceof Segment.Name name ? name.name().toLowerCase(Locale.ROOT) : "");
        }
        Observed.named(names.getFirst()).ifPresent(lists::add);
        String asked = names.getFirst().equals("response") && names.size() > 1 ? names.get(1) : names.getFirst();
        return asked.equals("success") || asked.equals("error");
    }

    private static void addAll(Set<Observed> lists) {
        for (Observed one : Observed.values()) {
            if (!one.unrecorded() && one != Observed.TIMELINE) {
                lists.add(one);
            }
        }
    }

    /** Variables that a block may set, as far as their names are known before it runs. */
    public static Set<String> variablesOf(Block block) {
        Set<String> names = new HashSet<>();
        block.head().extract().forEach(extraction -> names.add(extraction.variable()));
        if (block instanceof Block.NewMatchBlock match && match.as() != null) {
            names.add(match.as());
        }
        return names;
    }
}
