package io.bpfiterator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.bpfiterator.support.KernelTier;
import io.bpfiterator.support.PublicApi;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
    private static final List<String> LAYERS = List.of(
            ".internal.junit",
            ".internal.session",
            ".internal.loading",
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
            ".internal.bpffs",
            ".internal.clang",
            ".internal.btf",
            ".internal.process",
            ".internal.namespace",
            ".internal.libbpf",
            ".internal.cache",
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

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void no_package_depends_on_one_above_it() {
        for (int lower = 1; lower < LAYERS.size(); lower++) {
            List<String> allowed = UPWARDS.getOrDefault(LAYERS.get(lower), List.of());
            String[] above = LAYERS.subList(0, lower).stream()
                    .filter(layer -> !allowed.contains(layer))
                    .map(layer -> ROOT + layer)
                    .toArray(String[]::new);
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
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        LAYERS.stream().map(layer -> ROOT + layer).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void the_documentation_lists_the_packages_in_this_order() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "architecture.md"));
        List<String> listed = Pattern.compile("^\\| `(io\\.bpfiterator[a-z.]*)` \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .filter(name -> !name.startsWith("io.bpfiterator.harness"))
                .toList();
        assertThat(listed).isEqualTo(LAYERS.stream().map(layer -> ROOT + layer).toList());
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
    void only_its_annotation_gives_a_test_the_tier_that_runs_on_another_kernel() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(ROOT);
        KernelTier.RULE.check(tests);
    }
}
