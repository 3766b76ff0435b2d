package dev.doppel.definition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module knows files and its own words, nothing of services. */
@AnalyzeClasses(packages = "dev.doppel.definition", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.doppel.definition.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "io.vertx..", "org.apache.kafka..", "java.util.regex..", "dev.doppel.contract..");

    @ArchTest
    static final ArchRule theModelStandsAlone = noClasses()
            .that()
            .resideInAPackage("..definition.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..definition.read..",
                    "..definition.resolve..",
                    "..definition.files..",
                    "..definition.tree..",
                    "..definition.problem..");
}
