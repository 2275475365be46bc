// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.ValueType;
import java.nio.file.Path;

/** Declares the settings of kernels. */
public final class KernelSettings {

    public static final Setting<Path> PACKAGES = Setting.optional(
            "bpfiterator.vm.kernel.packages",
            ValueType.absolutePath(),
            "none, Debian's packages are downloaded with apt",
            "Names a directory with packages of kernels (`.deb`), whose series are taken from there instead of apt.");

    private KernelSettings() {}
}
