package io.bpfiterator.support;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Remembers what the kernel has before the first test; found by the service loader. */
public final class WholeSuite implements LauncherSessionListener {

    private static volatile @Nullable KernelObjects before;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (before == null) {
            before = KernelObjects.now();
        }
    }

    public static KernelObjects before() {
        return Objects.requireNonNull(before, "no launcher session was opened");
    }
}
