// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Whether AssertJ can create soft assertions. It generates a subclass of each assert. On the module path the subclass
 * belongs to this library's module, and refers to packages that AssertJ's module does not export.
 */
final class SoftAssertionAccess {

    private static final List<String> PACKAGES =
            List.of("org.assertj.core.internal", "org.assertj.core.api.recursive.assertion");

    private SoftAssertionAccess() {}

    /**
     * Reports the packages before AssertJ creates a class that fails to initialize.
     *
     * @throws BpfException if AssertJ's module exists and does not export them
     */
    static void check() {
        RequiredAssertJ.check();
        Module assertj = AbstractAssert.class.getModule();
        Module own = SoftAssertionAccess.class.getModule();
        List<String> closed = PACKAGES.stream()
                .filter(name -> assertj.getPackages().contains(name) && !assertj.isExported(name, own))
                .toList();
        if (!closed.isEmpty()) {
            throw Failure.invalid("Cannot create soft assertions")
                    .because("module " + assertj.getName() + " does not export " + String.join(" and ", closed)
                            + " to module " + own.getName())
                    .remedy("Start the JVM with " + options(closed, assertj, own) + ", or use other assertions")
                    .exception();
        }
    }

    private static String options(List<String> closed, Module assertj, Module own) {
        return closed.stream()
                .map(name -> "--add-exports=" + assertj.getName() + "/" + name + "=" + own.getName())
                .collect(Collectors.joining(" "));
    }
}
