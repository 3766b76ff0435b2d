package dev.doppel.twin.load;

import java.util.List;
import java.util.stream.Collectors;

/** A twin that cannot start; each problem says what, where and what would be right. */
public final class TwinLoadException extends RuntimeException {
    private final transient List<Problem> problems;

    public TwinLoadException(List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public static TwinLoadException of(String code, String file, String pointer, String message) {
        return new TwinLoadException(List.of(new Problem(Problem.Severity.ERROR, code, file, pointer, 0, 0, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
