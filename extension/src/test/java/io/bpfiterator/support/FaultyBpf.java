// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import com.sun.jna.Library;

/** The functions of the library {@code faulty_bpf}, which is {@linkplain Preloaded preloaded} into a JVM. */
public interface FaultyBpf extends Library {

    /** Starts to count the calls of {@code bpf(2)} on this thread. A negative position lets none fail. */
    void faults_start(int position, int errno);

    /** Returns the number of calls since then. */
    int faults_stop();

    /** Returns the command of a call, of {@code enum bpf_cmd}. */
    int faults_command(int call);
}
