// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.harness.internal.figures.Veristat;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells on which kernels the programs of an object load, without a test. */
@Command(
        name = "check",
        customSynopsis = "bpf-iterator check OBJ [--kernels KERNEL,…] [--csv]",
        description = {
            "Load each program of OBJ by itself, on the running kernel or on others in virtual machines, and print"
                    + " whether the kernel accepts it, the number of its instructions, the bytes of its machine code,"
                    + " how many instructions the verifier has processed, how many states it kept at a time, and the"
                    + " bytes of stack. The exit status is 0 if all are accepted."
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final ObjectArgument obj = new ObjectArgument();

    @Option(
            names = "--kernels",
            paramLabel = "KERNEL",
            split = ",",
            description = "Kernels as in bpf-iterator shell, separated by commas: 5.10,6.12,newest.")
    private List<String> kernels = List.of();

    @Option(
            names = "--csv",
            description = "Print the figures as veristat does, as a baseline for bpf-iterator report compare.")
    private boolean csv;

    private final Output output;

    CheckCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (csv && kernels.size() > 1) {
            throw Failure.invalid("Cannot print one CSV file for " + String.join(", ", kernels))
                    .because("veristat has no column for the kernel")
                    .remedy("Check each of them for itself")
                    .exception();
        }
        // Also before others are checked: a machine should not be started for a file that is not an object.
        ObjectFile file = obj.read();
        List<String> programs = OpenedObject.open(file).programs();
        List<LoadCheck> checks = new ArrayList<>();
        if (kernels.isEmpty()) {
            checks.addAll(LoadCheck.onThisKernel(file, programs, output));
        }
        for (String kernel : kernels) {
            checks.addAll(new GuestCheck(kernel, output).of(obj.path().toAbsolutePath()));
        }
        if (csv) {
            String name = String.valueOf(obj.path().getFileName());
            output.text(Veristat.write(
                    checks.stream().map(check -> check.inFile(name)).toList()));
        } else {
            output.result(table(checks), json -> LoadCheck.write(checks, json));
        }
        return checks.stream().allMatch(LoadCheck::loads) ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private static String table(List<LoadCheck> checks) {
        Columns columns = new Columns()
                .right(2)
                .right(3)
                .right(4)
                .right(5)
                .right(6)
                .row("KERNEL", "PROGRAM", "INSNS", "JITED", "VERIFIED", "PEAK", "STACK", "RESULT");
        checks.forEach(check -> columns.row(
                check.kernel(),
                check.program(),
                number(check.instructions()),
                number(check.bytesJited()),
                number(check.verifiedInsns()),
                number(check.peakStates()),
                number(check.stackDepth()),
                check.loads() ? "loads" : check.reason().lines().findFirst().orElse("")));
        return columns.lines();
    }

    /** What is not known is 0. */
    private static String number(int value) {
        return value == 0 ? "-" : String.valueOf(value);
    }
}
