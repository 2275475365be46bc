// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.environment.Environments;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints environments as a matrix of a CI service, which then runs a separate job for each. */
@Command(name = "matrix", description = "Print environments as a job matrix for a CI service.")
final class MatrixCommand implements Callable<Integer> {

    private final Output output;

    @ArgGroup(multiplicity = "1")
    private Service service = new Service();

    @Parameters(paramLabel = "ENVIRONMENT", description = "An environment, such as host, container or vm:6.1.")
    private List<String> environments = List.of();

    /** The options for the services, which exclude each other. */
    static final class Service {

        @Option(names = "--github", description = "Print JSON for fromJSON in strategy.matrix of a GitHub workflow.")
        private boolean github;

        @Option(names = "--gitlab", description = "Print JSON for parallel:matrix of a GitLab pipeline.")
        private boolean gitlab;
    }

    MatrixCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (environments.isEmpty()) {
            throw Failure.invalid("No environment is given")
                    .remedy("List them as in " + HarnessSettings.ENVIRONMENTS
                            + ": bpf-iterator matrix --github host vm:5.10 vm:newest")
                    .exception(EnvironmentException::new);
        }
        environments.forEach(environment -> Environments.named(environment, parameter -> Optional.empty()));
        output.json(json -> {
            if (service.gitlab) {
                json.beginArray();
            }
            json.beginObject()
                    .name(service.gitlab ? "ENVIRONMENT" : "environment")
                    .beginArray();
            for (String environment : environments) {
                json.value(environment);
            }
            json.endArray().endObject();
            if (service.gitlab) {
                json.endArray();
            }
        });
        return ExitStatus.OK;
    }
}
