// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import java.util.Optional;

/** Describes why the members of a class are not accessible: its module does not open its package. */
public final class ClosedPackage {

    private static final String JUNIT = "org.junit.platform.commons";

    private ClosedPackage() {}

    /**
     * Adds the cause and the remedy to a failure to access a member of a class.
     *
     * @param accessing the module that requires access
     * @param thrown the exception on access, whose message is the cause if the package is open or has no module
     */
    public static Failure explain(Failure failure, Class<?> type, Module accessing, Exception thrown) {
        Module module = type.getModule();
        String name = type.getPackageName();
        failure.because(thrown);
        if (!module.isNamed() || module.isOpen(name, accessing)) {
            return failure;
        }
        return failure.because("module " + module.getName() + " does not open package " + name + " to "
                        + name(accessing).map(to -> "module " + to).orElse("the class path"))
                .remedy("Write \"opens " + name
                        + name(ClosedPackage.class.getModule())
                                .map(own -> " to " + own + ", " + JUNIT)
                                .orElse("")
                        + ";\" in the module-info.java of " + module.getName());
    }

    private static Optional<String> name(Module module) {
        return Optional.ofNullable(module.getName());
    }
}
