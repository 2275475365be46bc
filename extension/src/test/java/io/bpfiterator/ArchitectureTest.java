package io.bpfiterator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bpfiterator.support.KernelTier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packages depend only on those of lower layers. */
class ArchitectureTest {

    private static final String ROOT = "io.bpfiterator";

    /** From top to bottom: a package may depend on those after it. */
    private static final List<String> LAYERS = List.of(
            "",
            ".assertj",
            ".object",
            ".internal.feature",
            ".reader",
            ".bpffs",
            ".internal.process",
            ".namespace",
            ".clang",
            ".btf",
            ".libbpf",
            ".internal.cache",
            ".internal.settings",
            ".internal.files",
            ".kernel",
            ".internal.failure",
            ".failure",
            ".internal.text");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void no_package_depends_on_one_above_it() {
        for (int lower = 1; lower < LAYERS.size(); lower++) {
            String[] above =
                    LAYERS.subList(0, lower).stream().map(layer -> ROOT + layer).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + LAYERS.get(lower))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(CLASSES);
        }
    }

    @Test
    void every_package_has_a_layer() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        LAYERS.stream().map(layer -> ROOT + layer).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_the_root_package_depends_on_junit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
    }

    @Test
    void only_the_assertj_package_depends_on_assertj() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".assertj")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.assertj..")
                .check(CLASSES);
    }

    @Test
    void only_its_annotation_gives_a_test_the_tier_that_runs_on_another_kernel() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(ROOT);
        KernelTier.RULE.check(tests);
    }

    @Test
    void public_methods_do_not_expose_native_types() {
        DescribedPredicate<JavaClass> nativeTypes = DescribedPredicate.describe(
                "types of JNA or of the bindings",
                type -> type.getPackageName().startsWith("com.sun.jna")
                        || type.getPackageName().equals(ROOT + ".libbpf"));
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(ROOT + ".libbpf")
                .and()
                .areDeclaredInClassesThat()
                .haveModifier(JavaModifier.PUBLIC)
                .should()
                .haveRawReturnType(nativeTypes)
                .orShould()
                .haveRawParameterTypes(DescribedPredicate.anyElementThat(nativeTypes))
                .check(CLASSES);
    }
}
