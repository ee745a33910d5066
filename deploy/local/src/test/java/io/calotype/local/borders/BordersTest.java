package io.calotype.local.borders;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The design's borders, over the compiled main code of all modules. */
class BordersTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final List<String> MODULES = List.of(
            "contracts",
            "inference",
            "messaging",
            "stage",
            "pictures",
            "encoder-service",
            "diffusion-service",
            "decoder-service",
            "upscaler-service",
            "gateway-service",
            "deploy/embedded",
            "deploy/local");
    private static final int LONGEST_FILE = 300;

    private static JavaClasses all;

    @BeforeAll
    static void readAllModules() {
        all = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> ROOT.resolve(module).resolve("target/classes"))
                        .toList());
    }

    @Test
    void everyModuleIsThere() {
        for (var module : MODULES) {
            assertThat(ROOT.resolve(module).resolve("target/classes")).isNotEmptyDirectory();
        }
    }

    @Test
    void onlyMessagingKnowsReactiveMessaging() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.calotype.*.messaging..", "io.calotype.messaging.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..", "io.smallrye.reactive.messaging..")
                .check(all);
    }

    @Test
    void onlyInferenceKnowsOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.calotype.inference..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(all);
    }

    @Test
    void onlyStoreKnowsTheMinioClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.calotype..store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.minio..")
                .check(all);
    }

    @Test
    void contractsKnowNeitherQuarkusNorOnnxRuntimeNorTheOtherModules() {
        classes()
                .that()
                .resideInAPackage("io.calotype.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.calotype.contracts..",
                        "java..",
                        "com.fasterxml.jackson..",
                        "io.cloudevents..",
                        "org.jspecify.annotations..")
                .check(all);
    }

    @Test
    void noServiceKnowsAnother() {
        SlicesRuleDefinition.slices()
                .matching("io.calotype.(encoder|diffusion|decoder|upscaler|gateway|local)..")
                .should()
                .notDependOnEachOther()
                .check(all);
    }

    @Test
    void theGatewayIsNoStage() {
        noClasses()
                .that()
                .resideInAPackage("io.calotype.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.calotype.stage..")
                .check(all);
    }

    @Test
    void messagingKnowsNothingAboveIt() {
        noClasses()
                .that()
                .resideInAPackage("io.calotype.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.calotype.inference..",
                        "io.calotype.stage..",
                        "io.calotype.pictures..",
                        "io.calotype.encoder..",
                        "io.calotype.diffusion..",
                        "io.calotype.decoder..",
                        "io.calotype.upscaler..",
                        "io.calotype.gateway..")
                .check(all);
    }

    @Test
    void packagesAreFreeOfCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.calotype.(*.*)..")
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    /** A counter that comes with its first event never grows from zero: rates and increases leave that event out. */
    @Test
    void metersAreThereFromTheStart() {
        fields().that()
                .haveRawType(resideInAPackage("io.micrometer.core.instrument..").and(not(simpleName("MeterRegistry"))))
                .and()
                .areDeclaredInClassesThat()
                .areAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .should()
                .beDeclaredInClassesThat()
                .areAnnotatedWith("io.quarkus.runtime.Startup")
                .check(all);
    }

    @Test
    void noFileOfMainCodeIsLong() throws IOException {
        for (var module : MODULES) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                assertThat(sources.filter(Files::isRegularFile)
                                .filter(file -> file.toString().endsWith(".java")))
                        .allSatisfy(
                                file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE));
            }
        }
    }
}
