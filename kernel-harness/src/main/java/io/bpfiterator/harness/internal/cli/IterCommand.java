package io.bpfiterator.harness.internal.cli;

import picocli.CommandLine.Command;

/** Groups the subcommands that {@code bpftool-iter(8)} documents. */
@Command(
        name = "iter",
        customSynopsis = {
            "bpf-iterator iter pin OBJ PATH [--program NAME] [map MAP]",
            "       bpf-iterator iter help",
            "",
            "       MAP := { id MAP_ID | pinned FILE | name MAP_NAME }",
            ""
        },
        description = "Pin BPF iterators as described in bpftool-iter(8).")
final class IterCommand extends UsageCommand {}
