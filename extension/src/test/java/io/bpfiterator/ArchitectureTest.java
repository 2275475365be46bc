// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.bpfiterator.support.ClassCycles;
import io.bpfiterator.support.KernelTier;
import io.bpfiterator.support.Layers;
import io.bpfiterator.support.PublicApi;
import io.bpfiterator.support.TestNames;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Packages depend only on those of lower layers. */
class ArchitectureTest {

    private static final String ROOT = "io.bpfiterator";

    /** The packages of the API, which the module descriptor exports. */
    private static final List<String> PUBLIC =
            List.of("", ".assertj", ".object", ".iterator", ".map", ".btf", ".namespace", ".failure");

    /**
     * From top to bottom: a package may depend on those after it. Implementations depend on the API; the API depends
     * only on the services at the end.
     */
    private static final List<String> PACKAGES = List.of(
            ".internal.junit",
            ".internal.session",
            ".internal.loading",
            ".internal.coverage",
            ".internal.figures",
            ".internal.feature",
            ".internal.iterator",
            ".internal.targets",
            ".internal.map",
            ".assertj",
            "",
            ".object",
            ".iterator",
            ".map",
            ".namespace",
            ".btf",
            ".internal.trace",
            ".internal.bpffs",
            ".internal.table",
            ".internal.expected",
            ".internal.clang",
            ".internal.btf",
            ".internal.bytecode",
            ".internal.cache",
            ".internal.libbpf",
            ".internal.process",
            ".internal.namespace",
            ".internal.settings",
            ".internal.files",
            ".internal.kernel",
            ".internal.failure",
            ".failure",
            ".internal.text");

    /**
     * The dependencies that lead up, each with its reason: the annotations name their extensions, and a session is
     * created without JUnit; the codecs implement the interface by which a layout publishes them.
     */
    private static final Map<String, List<String>> UPWARDS = Map.of(
            "", List.of(".internal.junit", ".internal.session"),
            ".internal.btf", List.of(".btf"));

    private static final Layers LAYERS = new Layers(ROOT, PACKAGES, UPWARDS);

    private static final JavaClasses CLASSES = LAYERS.classes();

    private static final JavaClasses TESTS = LAYERS.tests();

    @Test
    void no_package_depends_on_one_above_it() {
        LAYERS.assertEachDependsOnlyOnThoseBelow(CLASSES);
    }

    @Test
    void public_types_mention_only_public_types() {
        List<String> leaks = CLASSES.stream()
                .filter(ArchitectureTest::isExported)
                .flatMap(type -> mentioned(type)
                        .filter(other -> !isAllowed(type, other))
                        .map(other -> type.getName() + " mentions " + other.getName()))
                .distinct()
                .toList();

        assertThat(leaks).isEmpty();
    }

    @Test
    void every_public_type_has_a_status() {
        PublicApi.everyTypeHasAStatus(PUBLIC.stream().map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void the_module_exports_the_public_packages_and_internal_ones_to_the_harness_only() throws Exception {
        Map<Boolean, List<Exports>> exports =
                PublicApi.module().exports().stream().collect(Collectors.partitioningBy(Exports::isQualified));

        assertThat(exports.get(false))
                .extracting(Exports::source)
                .containsExactlyInAnyOrderElementsOf(
                        PUBLIC.stream().map(name -> ROOT + name).toList());
        assertThat(exports.get(true)).allMatch(PublicApi::isForTheHarness);
    }

    private static boolean isExported(JavaClass type) {
        return isVisible(type.getModifiers())
                && PUBLIC.contains(type.getPackageName().substring(ROOT.length()))
                && type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> mentioned(JavaClass type) {
        Stream<JavaClass> members = type.getMembers().stream()
                .filter(member -> isVisible(member.getModifiers()))
                .flatMap(member -> member.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(parent -> parent.getAllInvolvedRawTypes().stream());
        return Stream.concat(members, parents).map(JavaClass::getBaseComponentType);
    }

    private static boolean isAllowed(JavaClass type, JavaClass mentioned) {
        String name = mentioned.getPackageName();
        if (name.startsWith(ROOT)) {
            return PUBLIC.contains(name.substring(ROOT.length()));
        }
        return name.isEmpty()
                || name.startsWith("java.")
                || (type.getPackageName().equals(ROOT + ".assertj") && name.startsWith("org.assertj."));
    }

    @Test
    void every_package_has_a_layer() {
        LAYERS.assertContain(CLASSES);
    }

    @Test
    void the_documentation_lists_the_packages_in_this_order() throws IOException {
        LAYERS.assertAreDocumented(name -> !name.startsWith("io.bpfiterator.harness"));
    }

    @Test
    void there_are_no_cycles() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage(ROOT), resideInAnyPackage(ROOT + ".internal.."))
                .ignoreDependency(resideInAPackage(ROOT + ".internal.btf"), resideInAPackage(ROOT + ".btf"))
                .check(CLASSES);
    }

    /** Such as an interface with its factory methods and their classes. */
    @Test
    void no_more_than_four_classes_depend_on_each_other() {
        assertThat(ClassCycles.in(CLASSES))
                .allSatisfy(cycle -> assertThat(cycle).hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void only_the_annotations_and_their_extensions_depend_on_junit() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".internal.junit")
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
    void no_test_has_a_display_name_of_its_own() {
        TestNames.RULE.check(TESTS);
    }

    @Test
    void the_display_name_of_a_test_is_the_name_of_its_method_as_a_sentence(TestInfo test) {
        TestNames.assertGenerated(test);
    }

    @Test
    void only_its_annotation_gives_a_test_the_tier_that_runs_on_another_kernel() {
        KernelTier.RULE.check(TESTS);
    }
}
