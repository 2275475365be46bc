// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import io.bpfiterator.BpfIterator;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import org.apiguardian.api.API;

/** What holds for all types that are for users, and the descriptor of the extension's module, which exports them. */
public final class PublicApi {

    private PublicApi() {}

    /** Requires a status of each public type; the comparison with a release ignores experimental types. */
    public static ArchRule everyTypeHasAStatus(String... packages) {
        return classes()
                .that()
                .resideInAnyPackage(packages)
                .and()
                .arePublic()
                .should()
                .beAnnotatedWith(API.class)
                .because("users must know which types may change");
    }

    /** Returns the descriptor of the extension, whose classes are on this class path. */
    public static ModuleDescriptor module() throws Exception {
        Path classes = Path.of(BpfIterator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return ModuleFinder.of(classes).find("io.bpfiterator").orElseThrow().descriptor();
    }

    /** Returns whether a package is exported to the harness and to no other module. */
    public static boolean isForTheHarness(Exports exports) {
        return exports.isQualified() && exports.targets().equals(Set.of("io.bpfiterator.harness"));
    }
}
