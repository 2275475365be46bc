// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.bpfiterator.support.ClassCycles;
import io.bpfiterator.support.KernelTier;
import io.bpfiterator.support.Layers;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.PublicApi;
import io.bpfiterator.support.TestNames;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Dependencies between packages point downwards only, and no code depends on a kind of environment but its provider.
 */
class ArchitectureTest {

    private static final String ROOT = "io.bpfiterator.harness";

    private static final String INTERNAL = ROOT + ".internal";

    /** From top to bottom: a package may depend on those after it. */
    private static final List<String> PACKAGES = List.of(
            ".internal.cli",
            ".internal.engine",
            ".internal.engine.execution",
            ".internal.engine.recording",
            ".internal.engine.discovery",
            ".internal.engine.descriptor",
            ".internal.auto",
            ".internal.vm.shell",
            ".internal.vm",
            ".internal.vm.acceleration",
            ".internal.vm.warm",
            ".internal.vm.machine",
            ".internal.vm.snapshot",
            ".internal.vm.guest",
            ".internal.vm.qemu",
            ".internal.vm.settings",
            ".internal.cds",
            ".internal.container",
            ".internal.environment",
            ".internal.kernel",
            ".internal.run",
            ".internal.warm",
            ".internal.agent",
            ".internal.wire",
            ".internal.report",
            ".internal.coverage",
            ".internal.figures",
            ".internal.settings",
            ".spi",
            "");

    private static final Layers LAYERS = new Layers(ROOT, PACKAGES, Map.of());

    private static final JavaClasses CLASSES = LAYERS.classes();

    private static final JavaClasses TESTS = LAYERS.tests();

    @Test
    void the_documentation_lists_the_packages_in_this_order() throws IOException {
        LAYERS.assertAreDocumented(name -> name.startsWith(ROOT));
    }

    @Test
    void no_package_depends_on_one_above_it() {
        LAYERS.assertEachDependsOnlyOnThoseBelow(CLASSES);
    }

    @Test
    void every_package_has_its_layer() {
        LAYERS.assertContain(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void no_more_than_two_classes_depend_on_each_other() {
        assertThat(ClassCycles.in(CLASSES))
                .allSatisfy(cycle -> assertThat(cycle).hasSizeLessThanOrEqualTo(2));
    }

    @Test
    void the_engine_does_not_depend_on_a_kind_of_environment() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL + ".engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INTERNAL + ".container..", INTERNAL + ".vm..")
                .check(CLASSES);
    }

    @Test
    void only_the_container_package_depends_on_testcontainers() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL + ".container")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
                .check(CLASSES);
    }

    /** The harness would run such a test in a virtual machine, where Maven cannot run. */
    @Test
    void no_test_that_starts_maven_is_of_the_tier_that_runs_on_another_kernel() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".surefire")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(NeedsKernel.class)
                .check(TESTS);
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

    @Test
    void only_the_engine_the_agent_its_training_and_the_wire_depend_on_junit() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        INTERNAL + ".engine..",
                        INTERNAL + ".agent",
                        INTERNAL + ".cds",
                        INTERNAL + ".warm",
                        INTERNAL + ".wire")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
    }

    /** A user of the public packages needs no type of an internal one, and of no third party but JUnit. */
    @Test
    void public_signatures_mention_only_public_types_and_those_of_the_jdk_and_junit() {
        classes()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".spi")
                .and()
                .arePublic()
                .should(mentionOnlyPublicTypes())
                .check(CLASSES);
    }

    @Test
    void every_public_type_has_a_status() {
        PublicApi.everyTypeHasAStatus(ROOT, ROOT + ".spi").check(CLASSES);
    }

    @Test
    void the_extension_exports_to_the_harness_what_it_uses() throws Exception {
        Stream<String> used = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith("io.bpfiterator.internal."))
                .distinct();

        assertThat(PublicApi.module().exports())
                .filteredOn(PublicApi::isForTheHarness)
                .extracting(Exports::source)
                .containsExactlyInAnyOrderElementsOf(used.toList());
    }

    private static ArchCondition<JavaClass> mentionOnlyPublicTypes() {
        return new ArchCondition<>("mention only public types in what is public") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaType> supertypes =
                        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                Stream<JavaType> ofFields = type.getFields().stream()
                        .filter(ArchitectureTest::isVisible)
                        .map(JavaField::getType);
                Stream<JavaType> ofCalls = type.getCodeUnits().stream()
                        .filter(ArchitectureTest::isVisible)
                        .flatMap(call ->
                                Stream.concat(Stream.of(call.getReturnType()), call.getParameterTypes().stream()));
                Stream.of(supertypes, ofFields, ofCalls)
                        .flatMap(types -> types)
                        .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .distinct()
                        .filter(mentioned -> !isPublic(mentioned))
                        .forEach(mentioned -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " mentions " + mentioned.getName())));
            }
        };
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublic(JavaClass type) {
        String name = type.getPackageName();
        return type.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("org.junit.")
                || name.startsWith("io.bpfiterator") && !name.contains(".internal");
    }
}
