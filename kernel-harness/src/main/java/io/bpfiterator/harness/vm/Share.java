package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host that the guest sees.
 *
 * @param tag its name on the device
 * @param socket of the process that serves it; null where QEMU does
 */
record Share(
        String tag, Path path, boolean readOnly, @Nullable Path socket) {}
