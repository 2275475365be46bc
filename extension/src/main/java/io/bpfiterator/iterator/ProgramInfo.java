// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * The kernel's information about a program: the first members of {@code struct bpf_prog_info} of {@code linux/bpf.h}.
 *
 * @param type {@code BPF_PROG_TYPE_…}
 * @param tag the hash of the instructions, in hexadecimal
 * @param translatedBytes the size of the instructions after verification, in bytes
 * @param name at most 15 bytes of the C name
 * @param btfId the id of the BTF with the program's types; 0 for none
 * @param functions the number of functions whose types are in the BTF
 * @param jitedBytes the size of the machine code, in bytes; 0 without a JIT compiler
 * @param verifiedInstructions the number of instructions that the verifier has processed, which must not exceed a
 *     million; 0 before Linux 5.16
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record ProgramInfo(
        int type,
        int id,
        String tag,
        int translatedBytes,
        String name,
        boolean gplCompatible,
        int btfId,
        int functions,
        int jitedBytes,
        int verifiedInstructions) {

    /** Returns the number of instructions after verification. */
    public int instructions() {
        return translatedBytes / Long.BYTES;
    }
}
