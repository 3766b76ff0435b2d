package dev.doppel.scheduler.process.inside;

import dev.doppel.scheduler.contract.NotHere;
import dev.doppel.scheduler.contract.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs the scenarios of a class, one after another, and writes what became of each to a file. Arguments: file, class, one name or empty. */
public final class InsideMain {
    private InsideMain() {}

    public static void main(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        Class<?> scenarios = Class.forName(args[1]);
        for (Method method : Stream.<Class<?>>iterate(scenarios, Objects::nonNull, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> m.isAnnotationPresent(Scenario.class))
                .filter(m -> args[2].isEmpty() || m.getName().contains(args[2]))
                .sorted(Comparator.comparing(Method::getName))
                .toList()) {
            String outcome = "PASS";
            method.setAccessible(true);
            Object instance = scenarios.getDeclaredConstructor().newInstance();
            try {
                method.invoke(instance);
            } catch (InvocationTargetException e) {
                outcome = e.getCause() instanceof NotHere why ? "SKIP " + why.getMessage() : trace(e.getCause());
            } finally {
                if (instance instanceof AutoCloseable closeable) {
                    try {
                        closeable.close();
                    } catch (Exception e) {
                        outcome = outcome.equals("PASS") ? trace(e) : outcome;
                    }
                }
            }
            String line = method.getName() + "\t"
                    + Base64.getEncoder().encodeToString(outcome.getBytes(StandardCharsets.UTF_8)) + "\n";
            Files.writeString(results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        System.exit(0);
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
