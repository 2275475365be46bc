// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.failure.RequiredLibrary;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Refuses a version of JUnit that lacks what the other extensions implement. JUnit creates it before it loads their
 * classes, which would fail with the name of a missing class.
 */
public final class RequiredJUnit implements Extension {

    private static final RequiredLibrary JUNIT =
            RequiredLibrary.atLeast("JUnit Jupiter", ExtensionContext.class, "5.12.1");

    /**
     * Called by JUnit.
     *
     * @throws ExtensionConfigurationException if the version is too old
     */
    public RequiredJUnit() {
        JUNIT.problem().ifPresent(problem -> {
            throw new ExtensionConfigurationException(problem.message());
        });
    }
}
