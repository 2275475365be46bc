// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

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
        customSynopsis = "bpf-iterator check OBJ [--kernels KERNEL,…]",
        description = {
            "Load each program of OBJ by itself, on the running kernel or on others in virtual machines, and print"
                    + " whether the kernel accepts it, the number of its instructions, the bytes of its machine code,"
                    + " and how many instructions the verifier has processed (Linux 5.16). The exit status is 0 if all"
                    + " are accepted."
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

    private final Output output;

    CheckCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
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
        output.result(table(checks), json -> LoadCheck.write(checks, json));
        return checks.stream().allMatch(LoadCheck::loads) ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private static String table(List<LoadCheck> checks) {
        Columns columns = new Columns()
                .right(2)
                .right(3)
                .right(4)
                .row("KERNEL", "PROGRAM", "INSNS", "JITED", "VERIFIED", "RESULT");
        checks.forEach(check -> columns.row(
                check.kernel(),
                check.program(),
                number(check.instructions()),
                number(check.jitedBytes()),
                number(check.verifiedInstructions()),
                check.loads() ? "loads" : check.reason().lines().findFirst().orElse("")));
        return columns.lines();
    }

    /** The kernel reports what it does not know as 0. */
    private static String number(int value) {
        return value == 0 ? "-" : String.valueOf(value);
    }
}
