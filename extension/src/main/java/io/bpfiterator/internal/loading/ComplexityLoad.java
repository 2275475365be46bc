// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.figures.VerifierStatistics;
import io.bpfiterator.internal.iterator.ProgramInfoQuery;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.iterator.Complexity;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A load of an object only for the complexity of its programs. It is a load of its own, since the verifier prints its
 * statistics into a buffer in which libbpf would look for the reason of a refusal, and since a program that measures
 * its coverage is another one.
 */
final class ComplexityLoad {

    private ComplexityLoad() {}

    /**
     * Loads the chosen programs through libbpf, and returns their complexity by name. Nothing of the load is kept.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses, or prints no statistics
     */
    static Map<String, Complexity> of(ObjectDescription description, LoadChoices choices) {
        LibbpfObject object = LibbpfObject.open(description.file(), description.isConfigured(), false);
        Map<Pointer, Memory> logs = new LinkedHashMap<>();
        try (LibbpfLog log = LibbpfLog.continuing(object.log(), false)) {
            LibbpfLoader.apply(choices, object, false);
            for (Pointer program : object.programs()) {
                if (choices.programs().contains(Libbpf.libbpf().bpf_program__name(program))) {
                    logs.put(program, statisticsOf(program));
                }
            }
            Calls.checkLibbpf(Libbpf.libbpf().bpf_object__load(object.pointer()), errno -> cannotMeasure(description)
                    .because(log.firstWarning()));
            Map<String, Complexity> found = new LinkedHashMap<>();
            logs.forEach((program, text) -> found.put(
                    Libbpf.libbpf().bpf_program__name(program), complexity(description, program, text.getString(0))));
            return found;
        } finally {
            object.close();
            logs.values().forEach(Memory::close);
        }
    }

    /** Lets the verifier print its statistics about a program into a buffer. */
    private static Memory statisticsOf(Pointer program) {
        Memory buffer = new Memory(VerifierStatistics.LOG_BYTES);
        buffer.setByte(0, (byte) 0);
        Libbpf libbpf = Libbpf.libbpf();
        Calls.checkLibbpf(libbpf.bpf_program__set_log_buf(program, buffer, buffer.size()), "set a program's log");
        Calls.checkLibbpf(
                libbpf.bpf_program__set_log_level(program, VerifierStatistics.LOG_LEVEL), "set a program's log level");
        return buffer;
    }

    private static Complexity complexity(ObjectDescription description, Pointer program, String log) {
        VerifierStatistics statistics = VerifierStatistics.in(log).orElseThrow(() -> cannotMeasure(description)
                .because("the kernel's verifier printed no statistics")
                .remedy("Use another kernel")
                .log(log)
                .exception());
        ProgramInfo info = ProgramInfoQuery.of(Libbpf.libbpf().bpf_program__fd(program));
        return statistics.complexity(info.instructions(), info.jitedBytes());
    }

    private static Failure cannotMeasure(ObjectDescription description) {
        return Failure.failed("Cannot measure the complexity of " + description.file());
    }
}
