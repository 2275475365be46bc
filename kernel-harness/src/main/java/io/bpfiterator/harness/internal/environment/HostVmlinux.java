// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.clang.CompilerOptions;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;

/** The {@code vmlinux.h} of this machine's kernel, for the environments of a run that is to use it. */
final class HostVmlinux {

    private HostVmlinux() {}

    private static boolean isWanted() {
        return Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.VMLINUX).equals(ExtensionSettings.VMLINUX_OF_HOST);
    }

    /** Returns the options of this JVM for sources of an environment. */
    static CompilerOptions options() {
        CompilerOptions options = CompilerOptions.fromSystemProperties();
        return isWanted() ? options.withVmlinux(file()) : options;
    }

    /** Returns the value of the setting in an environment, where {@code host} would be another kernel. */
    static String setting(String value) {
        return isWanted() ? file().toString() : value;
    }

    private static Path file() {
        return new BpfCompiler().vmlinux();
    }
}
