// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import picocli.CommandLine.Command;

/** Groups the subcommand that {@code bpftool-iter(8)} documents and others for iterators. */
@Command(
        name = "iter",
        customSynopsis = {
            "bpf-iterator iter pin OBJ PATH [OPTIONS] [map MAP]",
            "       bpf-iterator iter run OBJ [OPTIONS] [map MAP]",
            "       bpf-iterator iter list",
            "       bpf-iterator iter help",
            "",
            "       MAP := { id MAP_ID | pinned FILE | name MAP_NAME }",
            ""
        },
        description = "Pin BPF iterators as described in bpftool-iter(8), print their output, and list them.")
final class IterCommand extends UsageCommand {}
