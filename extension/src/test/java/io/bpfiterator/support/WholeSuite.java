package io.bpfiterator.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Remembers what the kernel has before the first test of this module; found by the service loader, also of the modules
 * whose tests use this one's.
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
