// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.feature.FeatureProbes;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Disables a test whose build loads iterators where this process may not load them.
 *
 * <p>{@code NeedsKernel} would let the kernel harness run the test in a virtual machine instead. Maven cannot run
 * there: the guest has no network, and no repository in its home directory.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
        value = "io.bpfiterator.support.NeedsPrivilege$ThisProcess#mayLoadIterators",
        disabledReason = "Disabled for this user: a build that loads iterators requires CAP_SYS_ADMIN on this machine")
public @interface NeedsPrivilege {

    /** The process that runs the tests, and the build that it starts. */
    final class ThisProcess {

        private ThisProcess() {}

        static boolean mayLoadIterators() {
            return FeatureProbes.ofKernel().isPrivileged();
        }
    }
}
