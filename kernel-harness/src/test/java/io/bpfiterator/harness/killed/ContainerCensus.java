// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import io.bpfiterator.harness.killed.Remnant.Kind;
import io.bpfiterator.internal.process.ProgramRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts the containers of all runs that the engine at {@code DOCKER_HOST} has. */
final class ContainerCensus {

    private ContainerCensus() {}

    static List<Remnant> take() throws IOException, InterruptedException {
        String address = System.getenv().getOrDefault("DOCKER_HOST", "");
        List<String> command =
                new ArrayList<>(address.contains("podman") ? List.of("podman", "--url", address) : List.of("docker"));
        command.addAll(List.of("ps", "--all", "--filter", "label=io.bpfiterator.run"));
        command.addAll(List.of("--format", "{{.ID}} {{.Status}}"));
        try {
            ProgramRunner.Result result = ProgramRunner.run(ProgramRunner.inEnglish(command), Duration.ofMinutes(1));
            if (result.exitStatus() != 0) {
                throw new IOException("Cannot list the containers: " + result.output());
            }
            return result.output().lines().map(ContainerCensus::remnant).toList();
        } catch (ProgramRunner.Overtime e) {
            throw new IOException(e);
        }
    }

    private static Remnant remnant(String line) {
        String id = line.split(" ")[0];
        boolean runs = line.contains(" Up ");
        return runs ? new Remnant(Kind.PROCESS, "container " + id) : new Remnant(Kind.CONTAINER, id);
    }
}
