// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import java.util.List;
import java.util.stream.Stream;

/** The file system through which a guest sees the host's files. */
public enum FileSharing {
    NINE_P("9p", "9pnet_virtio", "9p"),
    /** For kernels without 9p: a virtiofsd process serves each directory. */
    VIRTIOFS("virtiofs", "virtiofs");

    private static final List<String> ALWAYS = List.of("virtio_pci", "virtio_console");

    private final String type;
    private final List<String> modules;

    FileSharing(String type, String... modules) {
        this.type = type;
        this.modules = List.of(modules);
    }

    /**
     * Returns what a kernel supports. If neither is known to be supported, returns 9p: the guest reports if it is
     * missing.
     */
    public static FileSharing with(KernelModules kernel) {
        return kernel.hasAll(VIRTIOFS.modules) && !kernel.hasAll(NINE_P.modules) ? VIRTIOFS : NINE_P;
    }

    /** Returns the file system type that the guest mounts. */
    public String type() {
        return type;
    }

    /** Returns the modules for the host's root and for virtio ports, some of which a kernel may have built in. */
    public List<String> modules() {
        return Stream.concat(ALWAYS.stream(), modules.stream()).toList();
    }
}
