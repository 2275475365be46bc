// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.internal.process.CurrentUser;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIf;

/** Disables a test for root, because it requires files that the user may not read or write. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@DisabledIf(
        value = "io.bpfiterator.support.NotAsRoot$User#isRoot",
        disabledReason = "Disabled for root, who may read and write everything")
public @interface NotAsRoot {

    /** The user that runs the tests. */
    final class User {

        private User() {}

        static boolean isRoot() {
            return CurrentUser.id() == 0;
        }
    }
}
