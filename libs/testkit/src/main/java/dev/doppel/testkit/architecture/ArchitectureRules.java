package dev.doppel.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** No package cycles, every package null-marked, no package named after a layer. A module's test calls {@link #check}. */
public final class ArchitectureRules {
    private static final Set<String> FORBIDDEN_NAMES =
            Set.of("util", "utils", "common", "impl", "dto", "misc", "helper", "helpers");

    private ArchitectureRules() {}

    /**
     * Checks the main classes below a package.
     *
     * @param root such as {@code dev.doppel.mock}
     * @throws AssertionError naming each offence
     */
    public static void check(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes below " + root);
        }
        SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
        List<String> offences = classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> found.getName().startsWith(root))
                .flatMap(ArchitectureRules::offences)
                .sorted()
                .collect(Collectors.toList());
        if (!offences.isEmpty()) {
            throw new AssertionError(String.join("\n", offences));
        }
    }

    private static Stream<String> offences(JavaPackage found) {
        Stream<String> notMarked = found.isAnnotatedWith(NullMarked.class)
                ? Stream.empty()
                : Stream.of(found.getName() + " has no @NullMarked package-info.java");
        String last = found.getName().substring(found.getName().lastIndexOf('.') + 1);
        Stream<String> badName = FORBIDDEN_NAMES.contains(last)
                ? Stream.of(found.getName() + " is named after a layer, not a behaviour")
                : Stream.empty();
        return Stream.concat(notMarked, badName);
    }
}
