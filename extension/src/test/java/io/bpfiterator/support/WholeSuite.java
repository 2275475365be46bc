// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Remembers the kernel's objects before the first test of this module. The service loader finds it also in modules
 * whose tests depend on the tests of this one.
 */
public final class WholeSuite implements LauncherSessionListener {

    private static final Path IN_THIS_MODULE =
            Path.of("src", "test", "java", "io", "bpfiterator", "NothingLeftBehindTest.java");

    private static volatile @Nullable KernelObjects before;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (before == null && Files.exists(IN_THIS_MODULE)) {
            before = KernelObjects.now();
        }
    }

    public static KernelObjects before() {
        return Objects.requireNonNull(before, "no launcher session was opened");
    }
}
