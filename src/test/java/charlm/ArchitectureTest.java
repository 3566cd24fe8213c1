package charlm;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.tensor.Storage;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The house: floors of packages, imports point downwards only. */
@AnalyzeClasses(packages = "charlm", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    /** From the top floor down. Packages of one floor do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("cli"),
            List.of("bench"),
            List.of("experiment"),
            List.of("report", "state"),
            List.of("train", "eval"),
            List.of("checkpoint"),
            List.of("model"),
            List.of("nn"),
            List.of("data"),
            List.of("tensor"),
            List.of("files"));

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("charlm");

    @ArchTest
    static final ArchRule importsPointDownwardsOnly = downwardsOnly();

    @ArchTest
    static final ArchRule packagesOfAFloorPointOneWayToo =
            slices().matching("charlm.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheTensorFloorKnowsNativeLibraries = noClasses()
            .that()
            .resideOutsideOfPackage("charlm.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..")
            .because("nothing above tensor may assume host memory; tensors are read by their own methods");

    @ArchTest
    static final ArchRule onlyTheEnginesOnProcessorsKnowNd4j = noClasses()
            .that()
            .resideOutsideOfPackages("charlm.tensor.nd4j..", "charlm.tensor.onednn..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.nd4j..")
            .because("an engine may keep its tensors elsewhere, and run without ND4J");

    @ArchTest
    static final ArchRule onlyEnginesHaveMemory = noClasses()
            .that()
            .resideOutsideOfPackage("charlm.tensor.*..")
            .should()
            .implement(Storage.class)
            .because("nothing else knows where its tensors lie");

    @ArchTest
    static final ArchRule onlyTheirOwnPackageKnowsTheEngines = noClasses()
            .that()
            .resideOutsideOfPackages("charlm.tensor.onednn..", "charlm.tensor.nd4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("charlm.tensor.onednn..", "charlm.tensor.nd4j..")
            .because("engines are found as services, and a build may lack one");

    @ArchTest
    static final ArchRule noReaderRunsOrTrustsWhatAFileSays = noClasses()
            .should()
            .dependOnClassesThat(areReadersOfObjects())
            .orShould()
            .callMethodWhere(target(readsArrays()))
            .because("Java serialisation runs what a file says, and ND4J's readers check nothing");

    @ArchTest
    static final ArchRule textLooksTheSameInEveryCountry = noClasses()
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(String.class, "getBytes")
            .orShould()
            .callConstructor(String.class, byte[].class)
            .because("they ask the machine for its language or its encoding");

    /** Java's serialisation and what ND4J builds on it or on raw bytes. */
    private static DescribedPredicate<JavaClass> areReadersOfObjects() {
        return assignableTo(ObjectInputStream.class)
                .or(assignableTo(ObjectOutputStream.class))
                .or(name("org.nd4j.serde.binary.BinarySerde"))
                .or(resideInAPackage("org.nd4j.serde.."))
                .or(resideInAPackage("org.apache.commons.io.serialization.."))
                .or(name("org.apache.commons.lang3.SerializationUtils"))
                .as("readers of serialised objects");
    }

    /** {@code Nd4j.read}, {@code readBinary}, {@code readNumpy}, {@code createFromNpyFile} and their like. */
    private static DescribedPredicate<AccessTarget> readsArrays() {
        return owner(resideInAPackage("org.nd4j.."))
                .<AccessTarget>forSubtype()
                .and(nameMatching("read.*|load.*|fromJson.*|fromYaml.*|.*N(p[yz]|umpy).*|fromByteArray|.*Serial.*"))
                .as("read arrays from files");
    }

    @Test
    void aClassThatReadsWithoutCheckingIsFound() {
        JavaClasses tests = new ClassFileImporter().importClasses(TrustingReader.class);
        assertEquals(
                3,
                noReaderRunsOrTrustsWhatAFileSays
                        .evaluate(tests)
                        .getFailureReport()
                        .getDetails()
                        .size());
    }

    /** What nothing of ours may do. */
    private static final class TrustingReader {
        static Object java(InputStream in) throws IOException, ClassNotFoundException {
            return new ObjectInputStream(in).readObject();
        }

        static Object array(File file) throws IOException {
            return Nd4j.readBinary(file);
        }
    }

    @ArchTest
    static final ArchRule onlyMainEndsTheProcess = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("charlm.cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule resultsArePrintedByTheCommandLineAlone = noClasses()
            .that()
            .resideOutsideOfPackages("charlm.cli..", "charlm.report..")
            .should()
            .accessField(System.class, "out")
            .because("everything else logs");

    @ArchTest
    static final ArchRule errorsArePrintedByTheCommandLineAlone = noClasses()
            .that()
            .resideOutsideOfPackages("charlm.cli..", "charlm.report..")
            .and()
            .doNotHaveFullyQualifiedName("charlm.tensor.nd4j.Nd4jPlatform") // only silences what ND4J prints there
            .should()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("everything else throws, or logs");

    @Test
    void testsLookTheSameInEveryCountryToo() {
        textLooksTheSameInEveryCountry.check(TESTS);
    }

    @Test
    void onlyTestsOfOneDnnNameIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("charlm.tensor.onednn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("charlm.tensor.onednn..")
                .because("the cuda build compiles the tests without that engine")
                .check(TESTS);
    }

    private static ArchRule downwardsOnly() {
        var house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        List<String> above = new ArrayList<>();
        for (List<String> floor : FLOORS) {
            for (String room : floor) {
                house = house.layer(room).definedBy("charlm." + room + "..");
                house = above.isEmpty()
                        ? house.whereLayer(room).mayNotBeAccessedByAnyLayer()
                        : house.whereLayer(room).mayOnlyBeAccessedByLayers(above.toArray(new String[0]));
            }
            above.addAll(floor);
        }
        return house;
    }
}
