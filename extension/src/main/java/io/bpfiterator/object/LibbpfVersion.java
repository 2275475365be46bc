package io.bpfiterator.object;

import io.bpfiterator.libbpf.Libbpf;

/**
 * The version of the libbpf that this process has loaded.
 *
 * @param major at least 1
 */
public record LibbpfVersion(int major, int minor) {

    /**
     * Asks libbpf, and loads it first where nothing else has yet.
     *
     * @throws io.bpfiterator.failure.BpfException if there is none, or one older than 1.0
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
