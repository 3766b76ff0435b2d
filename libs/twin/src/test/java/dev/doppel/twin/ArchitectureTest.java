package dev.doppel.twin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.doppel.twin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.doppel.twin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule plain = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "org.apache.kafka..", "java.net.http..");

    @ArchTest
    static final ArchRule patternsOnlyOfLinearTime =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.regex..");
}
