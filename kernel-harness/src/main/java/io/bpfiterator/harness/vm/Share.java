package io.bpfiterator.harness.vm;

import java.nio.file.Path;

/**
 * A directory of the host that the guest may write, under the same name.
 *
 * @param tag its name on the 9p device
 */
record Share(String tag, Path path) {}
