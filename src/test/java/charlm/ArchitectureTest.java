package charlm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house: one package a floor, imports point downwards only. */
@AnalyzeClasses(packages = "charlm", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    /** From the top floor down. */
    private static final List<String> FLOORS = List.of(
            "cli", "bench", "experiment", "report", "train", "eval", "checkpoint", "model", "nn", "data", "tensor");

    @ArchTest
    static final ArchRule importsPointDownwardsOnly = downwardsOnly();

    @ArchTest
    static final ArchRule onlyTheTensorFloorKnowsNativeLibraries = noClasses()
            .that()
            .resideOutsideOfPackage("charlm.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
            .because(
                    "nothing above tensor may assume host memory or one library; tensors are read by their own methods");

    @ArchTest
    static final ArchRule onlyTheirOwnPackageKnowsTheEngines = noClasses()
            .that()
            .resideOutsideOfPackages("charlm.tensor.onednn..", "charlm.tensor.nd4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("charlm.tensor.onednn..", "charlm.tensor.nd4j..")
            .because("engines are chosen by name, and a build may lack one");

    @ArchTest
    static final ArchRule javaSerialisationReadsNoFile = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class)
            .because("it runs what a file says");

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
    void onlyTestsOfOneDnnNameIt() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("charlm");
        noClasses()
                .that()
                .resideOutsideOfPackage("charlm.tensor.onednn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("charlm.tensor.onednn..")
                .because("the cuda build compiles the tests without that engine")
                .check(tests);
    }

    private static ArchRule downwardsOnly() {
        var house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String floor : FLOORS) {
            house = house.layer(floor).definedBy("charlm." + floor + "..");
        }
        for (int i = 0; i < FLOORS.size(); i++) {
            String floor = FLOORS.get(i);
            house = i == 0
                    ? house.whereLayer(floor).mayNotBeAccessedByAnyLayer()
                    : house.whereLayer(floor)
                            .mayOnlyBeAccessedByLayers(FLOORS.subList(0, i).toArray(new String[0]));
        }
        return house;
    }
}
