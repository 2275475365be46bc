package io.bpfiterator.harness.vm;

import java.util.List;
import java.util.stream.Stream;

/** How a guest is shown the host's files. */
enum FileSharing {
    NINE_P("9p", "9pnet_virtio", "9p"),
    /** For kernels without the other: a process of its own serves each directory. */
    VIRTIOFS("virtiofs", "virtiofs");

    private static final List<String> ALWAYS = List.of("virtio_pci", "virtio_console");

    private final String type;
    private final List<String> modules;

    FileSharing(String type, String... modules) {
        this.type = type;
        this.modules = List.of(modules);
    }

    /** Chooses by what a kernel has; where neither can be told, 9p, of which the guest then says that it is missing. */
    static FileSharing with(KernelModules kernel) {
        return kernel.has(VIRTIOFS.modules) && !kernel.has(NINE_P.modules) ? VIRTIOFS : NINE_P;
    }

    /** Returns the type that the guest mounts. */
    String type() {
        return type;
    }

    /** Returns what a guest needs to find the host's root and the agent's port; kernels have some of them built in. */
    List<String> modules() {
        return Stream.concat(ALWAYS.stream(), modules.stream()).toList();
    }
}
