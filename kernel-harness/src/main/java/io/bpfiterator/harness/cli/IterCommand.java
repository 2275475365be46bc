package io.bpfiterator.harness.cli;

import picocli.CommandLine.Command;

/** What {@code bpftool-iter(8)} documents. */
@Command(
        name = "iter",
        customSynopsis = {"bpf-iterator iter pin OBJ PATH [--program NAME] [map MAP]", "       bpf-iterator iter help"},
        description = {"", "MAP := { id MAP_ID | pinned FILE | name MAP_NAME }"})
final class IterCommand extends UsageCommand {}
