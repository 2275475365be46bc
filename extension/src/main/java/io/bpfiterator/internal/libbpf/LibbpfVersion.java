// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

/**
 * The version of libbpf that this process uses.
 *
 * @param major at least 1
 */
public record LibbpfVersion(int major, int minor) {

    /**
     * Returns the version of the loaded libbpf, and loads libbpf if it is not loaded yet.
     *
     * @throws io.bpfiterator.failure.BpfException if libbpf is missing or older than 1.0
     */
    public static LibbpfVersion loaded() {
        return new LibbpfVersion(
                Libbpf.libbpf().libbpf_major_version(), Libbpf.libbpf().libbpf_minor_version());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
