// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.namespace.PidNamespace;
import io.bpfiterator.namespace.KernelPid;
import java.util.regex.Pattern;

/**
 * Explains a failure that mentions this process's id: in a pid namespace of its own, {@link ProcessHandle#pid} is not
 * the number that iterators print.
 */
final class PidNote {

    private PidNote() {}

    /** Returns the message, followed by the note if it mentions an id that is another number for the kernel. */
    static String under(String message) {
        long pid = ProcessHandle.current().pid();
        // AssertJ prints a long with the suffix L.
        return Pattern.compile("\\b" + pid + "L?\\b").matcher(message).find()
                        && !PidNamespace.current().isInitial()
                ? message + "\nIn its pid namespace, this process has the id " + pid + ". Iterators print the kernel's"
                        + " id" + kernelPid() + ": use KernelPid.ofThisProcess()."
                : message;
    }

    private static String kernelPid() {
        try {
            return ", " + KernelPid.ofThisProcess();
        } catch (BpfException unknown) {
            // The note is also right without the number, and the helper that it names reports why.
            return "";
        }
    }
}
