// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.NativeFaults;
import io.bpfiterator.internal.libbpf.NativeFaults.Call;
import io.bpfiterator.internal.libbpf.NativeFaults.Outcome;
import io.bpfiterator.internal.libbpf.NativeFaults.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets each native call of some steps fail in turn, with each of some errors. Either the steps succeed nevertheless,
 * which they may or must do only after the failures listed here, or they throw one exception with the error's name and
 * a remedy. Nothing stays open.
 */
public final class EachFault {

    private static final List<Errno> ERRORS =
            List.of(Errno.EPERM, Errno.ENOMEM, Errno.EMFILE, Errno.EINTR, Errno.ENOSPC, Errno.EAGAIN);

    /** What the remedy of errors that mean the same after every call contains. */
    private static final Map<Errno, String> REMEDIES =
            Map.of(Errno.EMFILE, "ulimit -n", Errno.ENOMEM, "memory", Errno.EINTR, "signal");

    /** Calls after whose failure the steps may succeed. */
    private static final Set<String> NOT_REQUIRED = Set.of(
            // A mounted bpffs replaces a detached one.
            "syscall in DetachedMount.of",
            // Linux has closed the descriptor, whatever the call reports.
            "close in Fd.close",
            // It fails only for an invalid address.
            "munmap in MappedGlobals.close",
            // The descriptors are closed in any case.
            "bpf_link__destroy in LibbpfLink.close",
            // The report says why it has no messages.
            "open in KernelMessages.sinceNow",
            "lseek in KernelMessages.sinceNow",
            "read in KernelMessages.read",
            // The thread exists; whether this process may send it signals does not matter.
            "kill in TaskParameter.requireThread",
            // Without a template, and where it cannot be copied, libbpf loads the object.
            "libbpf_find_vmlinux_btf_id in ProgramTemplate.of",
            "bpf_obj_get_info_by_fd in ProgramInfoQuery.query",
            "bpf_btf_get_fd_by_id in ObjectTemplate.btf",
            "bpf_map_create in MapTemplate.create",
            "bpf_map_create in InnerMap.create",
            "bpf_map_update_elem in MapTemplate.update",
            "bpf_map_freeze in MapTemplate.fill",
            "bpf_map_get_next_key in MapTemplate.slots",
            "bpf_map_lookup_elem in MapTemplate.slots",
            "bpf_map_lookup_elem in MapTemplate.lookup",
            "bpf_prog_load in ProgramTemplate.load",
            "bpf_obj_get_info_by_fd in MapInfoQuery.of");

    /** Errors after which the steps must succeed, because another call leads to the same result. */
    private static final Map<String, Set<Errno>> RETRIED = Map.of(
            "read in RunInputStream.readChunk", Set.of(Errno.EINTR, Errno.EAGAIN),
            // Opened without flags.
            "bpf_obj_get_opts in MapFinder.pinned", Set.of(Errno.EPERM),
            // Read one by one, and in larger batches.
            "bpf_map_lookup_batch in MapBatch.all", Set.of(Errno.EINTR, Errno.ENOSPC));

    /** Errors after which the steps may succeed: another object's map is opened without flags, but no inner map. */
    private static final Map<String, Set<Errno>> SOMETIMES_RETRIED =
            Map.of("bpf_map_get_fd_by_id_opts in MapFinder.fdById", Set.of(Errno.EPERM));

    /** Calls that remove something. If they fail, it is left, as the message says. */
    private static final Set<String> REMOVE = Set.of("umount2 in MountedBpffs.remove");

    /** Does steps, and lets the call at a position fail; a negative position stands for none. */
    @FunctionalInterface
    public interface Source {
        Outcome run(int position, Errno errno, Steps steps) throws Exception;
    }

    private final Source source;
    private final boolean explained;
    private final Steps steps;
    private final Steps remove;
    private final List<String> defects = new ArrayList<>();

    private EachFault(Source source, boolean explained, Steps steps, Steps remove) {
        this.source = source;
        this.explained = explained;
        this.steps = steps;
        this.remove = remove;
    }

    /** Does the steps with each fault, and returns what is wrong, one line for each defect. */
    public static List<String> of(Steps steps) throws Exception {
        return of(steps, () -> {});
    }

    /** Does the same; {@code remove} removes what is left because a call that removes something was the one to fail. */
    public static List<String> of(Steps steps, Steps remove) throws Exception {
        return new EachFault(NativeFaults::at, true, steps, remove).defects();
    }

    /** Does the same with faults in a library, which may know what to do about any of them. */
    public static List<String> in(Source library, Steps steps) throws Exception {
        return new EachFault(library, false, steps, () -> {}).defects();
    }

    private List<String> defects() throws Exception {
        // The second time, what is created once has been created.
        withoutFault();
        Outcome without = withoutFault();
        assertThat(without.calls()).as("native calls").isNotEmpty();
        for (int position : positions(without.calls())) {
            boolean close = without.calls().get(position).isClose();
            for (Errno error : close ? List.of(Errno.EINTR) : ERRORS) {
                with(position, error);
            }
        }
        return defects.stream().distinct().toList();
    }

    /** Returns the positions of all calls but, in a loop, only of its first two and its last one. */
    private static List<Integer> positions(List<Call> calls) {
        List<Integer> positions = new ArrayList<>();
        Map<Call, Integer> earlier = new HashMap<>();
        for (int position = 0; position < calls.size(); position++) {
            Call call = calls.get(position);
            boolean last = calls.lastIndexOf(call) == position;
            if (last || earlier.merge(call, 1, Integer::sum) <= 2) {
                positions.add(position);
            }
        }
        return positions;
    }

    private Outcome withoutFault() throws Exception {
        Outcome outcome = source.run(-1, Errno.EPERM, steps);
        assertThat(outcome.thrown()).as("without a fault").isEmpty();
        return outcome;
    }

    private void with(int position, Errno error) throws Exception {
        Resources open = Resources.now();
        Outcome outcome = source.run(position, error, steps);
        String fault =
                outcome.failed().map(call -> call + " fails with " + error).orElse("no fault");
        defect(outcome, error).ifPresent(defect -> defects.add(fault + ": " + defect));
        if (outcome.failed().filter(call -> REMOVE.contains(call.toString())).isPresent()) {
            remove.run();
        }
        List<String> left = open.addedSince();
        if (!left.isEmpty()) {
            defects.add(fault + ": leaves " + left);
        }
    }

    private Optional<String> defect(Outcome outcome, Errno error) {
        if (outcome.failed().isEmpty()) {
            return outcome.thrown().map(thrown -> "throws " + thrown);
        }
        String call = outcome.failed().get().toString();
        boolean retried = RETRIED.getOrDefault(call, Set.of()).contains(error);
        if (outcome.thrown().isEmpty()) {
            return !explained || retried || mayBeIgnored(call, error) ? Optional.empty() : Optional.of("is ignored");
        }
        Throwable thrown = outcome.thrown().get();
        if (retried) {
            return Optional.of("is not retried, but throws " + thrown);
        }
        if (!(thrown instanceof DiagnosedException diagnosed)) {
            return Optional.of("throws " + thrown);
        }
        String message = diagnosed.getMessage();
        if (!message.matches("(?s).+: .+ \\(" + error + "\\)\\. [A-Z].+\\..*")) {
            return Optional.of("has no remedy: " + message);
        }
        if (!message.contains(REMEDIES.getOrDefault(error, ""))) {
            return Optional.of("has the remedy of another error: " + message);
        }
        return diagnosed.errno().orElse(0) == error.number()
                ? Optional.empty()
                : Optional.of("has errno " + diagnosed.errno());
    }

    private static boolean mayBeIgnored(String call, Errno error) {
        return NOT_REQUIRED.contains(call)
                || SOMETIMES_RETRIED.getOrDefault(call, Set.of()).contains(error);
    }
}
