// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The packages of a module from top to bottom, as names that follow the root package: a package may depend on those
 * after it.
 *
 * @param upwards the packages above it on which a package may depend
 */
public record Layers(String root, List<String> packages, Map<String, List<String>> upwards) {

    private static final Pattern ROW = Pattern.compile("^\\| `(io\\.bpfiterator[a-z.]*)` \\|", Pattern.MULTILINE);

    /** Reads the classes of the module, without its tests. */
    public JavaClasses classes() {
        return read(new ImportOption.DoNotIncludeTests());
    }

    /** Reads the tests of the module. */
    public JavaClasses tests() {
        return read(new ImportOption.OnlyIncludeTests());
    }

    private JavaClasses read(ImportOption option) {
        return new ClassFileImporter().withImportOption(option).importPackages(root);
    }

    public void assertEachDependsOnlyOnThoseBelow(JavaClasses classes) {
        assertThat(classes.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(this::leadsUpwards)
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    private boolean leadsUpwards(Dependency dependency) {
        int origin = layer(dependency.getOriginClass());
        int target = layer(dependency.getTargetClass().getBaseComponentType());
        return target >= 0
                && target < origin
                && !upwards.getOrDefault(packages.get(origin), List.of()).contains(packages.get(target));
    }

    /** Returns the number of a class's package, or -1 for a package that is not listed. */
    private int layer(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(root) ? packages.indexOf(name.substring(root.length())) : -1;
    }

    public void assertContain(JavaClasses classes) {
        assertThat(classes).isNotEmpty();
        assertThat(classes.stream().filter(type -> layer(type) < 0).map(JavaClass::getName))
                .isEmpty();
    }

    /** Compares with the table in the documentation, whose rows for other modules the filter leaves out. */
    public void assertAreDocumented(Predicate<String> ofThisModule) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "architecture.md"));
        List<String> listed = ROW.matcher(page)
                .results()
                .map(row -> row.group(1))
                .filter(ofThisModule)
                .toList();
        assertThat(listed).isEqualTo(packages.stream().map(name -> root + name).toList());
    }
}
