// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.internal.vm.VmProvider;
import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the command and ends the JVM with its exit status. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        prepare();
        System.exit(BpfIteratorCommand.commandLine(
                        inUtf8(FileDescriptor.out), inUtf8(FileDescriptor.err), List.of(arguments))
                .execute(arguments));
    }

    /** Sets what this JVM needs before the command runs. */
    static void prepare() {
        // A template speeds up repeated loads of an object; for one load it only adds another.
        System.setProperty(ExtensionSettings.TEMPLATES_KEY, "false");
        OtherKernel.setSelection("bpf-iterator shell " + OtherKernel.ENVIRONMENT.substring(VmProvider.PREFIX.length()));
    }

    private static PrintStream inUtf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
