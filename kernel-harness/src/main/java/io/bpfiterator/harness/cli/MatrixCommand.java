package io.bpfiterator.harness.cli;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.Environments;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints environments as the matrix of a CI service, so that each runs as a job of its own. */
@Command(name = "matrix", description = "Print environments as the matrix of a CI service.")
final class MatrixCommand implements Callable<Integer> {

    private final Output output;

    @ArgGroup(multiplicity = "1")
    private Service service = new Service();

    @Parameters(paramLabel = "ENVIRONMENT", description = "host, container, vm:6.1, …")
    private List<String> environments = List.of();

    /** One of them. */
    static final class Service {

        @Option(names = "--github", description = "For fromJSON in a GitHub workflow's strategy.matrix.")
        private boolean github;

        @Option(names = "--gitlab", description = "For parallel:matrix in a GitLab pipeline.")
        private boolean gitlab;
    }

    MatrixCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (environments.isEmpty()) {
            throw new EnvironmentException("No environment is named; name those that " + HarnessSettings.ENVIRONMENTS
                    + " would: bpf-iterator matrix --github host vm:5.10 vm:newest");
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
