// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.KernelFeatures;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Assembler;
import io.bpfiterator.internal.targets.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A simulated kernel: a test chooses the features in its BTF and its response to each program. It loads every program
 * that it is not configured to refuse.
 */
public final class SimulatedKernel implements KernelCalls {

    private final SortedMap<String, Integer> iterators = new TreeMap<>();
    private final SortedMap<String, Integer> helpers = new TreeMap<>();
    private final Map<String, Integer> functions = new HashMap<>();
    private final Map<String, LoadAttempt> byTarget = new HashMap<>();
    private final Map<Integer, LoadAttempt> byCall = new HashMap<>();
    private final Map<String, String> modules = new HashMap<>();
    private boolean privileged = true;
    private boolean withBtf = true;
    private int loads;

    private SimulatedKernel() {}

    /** Returns a kernel that has all targets and helpers that the library knows. */
    public static SimulatedKernel withEverything() {
        SimulatedKernel kernel = new SimulatedKernel();
        KnownFeatures.ofReleases().iterators().forEach(kernel::iterator);
        KnownFeatures.ofReleases().helpers().forEach(helper -> kernel.helpers.put(helper, 1 + kernel.helpers.size()));
        return kernel;
    }

    SimulatedKernel iterator(String target) {
        iterators.put(target, 1000 + iterators.size());
        return this;
    }

    SimulatedKernel kfunc(String name) {
        functions.put(name, 5000 + functions.size());
        return this;
    }

    /** Removes features from the BTF. */
    public SimulatedKernel without(String... names) {
        Stream.of(names).forEach(iterators::remove);
        Stream.of(names).forEach(helpers::remove);
        return this;
    }

    /** Refuses each program for a target with an error number, before the verifier reads the program. */
    public SimulatedKernel refusing(String target, Errno errno) {
        return refusing(target, errno, "");
    }

    SimulatedKernel refusing(String target, Errno errno, String verifierMessage) {
        byTarget.put(target, new LoadAttempt(errno.number(), verifierMessage));
        return this;
    }

    /** Lets the verifier refuse each program that calls a helper or kfunc. */
    SimulatedKernel refusingCall(String name, String verifierMessage) {
        int id = helpers.containsKey(name) ? helpers.get(name) : functions.get(name);
        byCall.put(id, new LoadAttempt(Errno.EINVAL.number(), verifierMessage));
        return this;
    }

    /** Refuses every load, as for a process without capabilities. */
    public SimulatedKernel withoutPrivilege() {
        privileged = false;
        iterators.keySet().forEach(target -> refusing(target, Errno.EPERM));
        return this;
    }

    public SimulatedKernel withoutBtf() {
        withBtf = false;
        return this;
    }

    SimulatedKernel module(String function, String module) {
        modules.put(function, module);
        return this;
    }

    int loads() {
        return loads;
    }

    FeatureProbes probes() {
        return new FeatureProbes(this, KnownFeatures.ofReleases());
    }

    /** Replaces the running kernel in conditions and messages of this JVM, until the result is closed. */
    public AutoCloseable asRunning() {
        return FeatureProbes.replace(probes());
    }

    /** Replaces the running kernel, and adds a target to those that releases of Linux have. */
    public AutoCloseable asRunningWithKnown(String target) {
        List<String> known =
                Stream.concat(Target.names().stream(), Stream.of(target)).toList();
        return FeatureProbes.replace(new FeatureProbes(
                this,
                new KnownFeatures(
                        known,
                        KnownFeatures.ofReleases().helpers(),
                        KnownFeatures.ofReleases().kfuncs())));
    }

    @Override
    public KernelFeatures features() {
        if (!withBtf) {
            throw Failure.absent("The running kernel has no BTF.").exception();
        }
        return new KernelFeatures(iterators, helpers, List.of("map"));
    }

    @Override
    public OptionalInt function(String name) {
        return functions.containsKey(name) ? OptionalInt.of(functions.get(name)) : OptionalInt.empty();
    }

    @Override
    public Optional<String> moduleWith(String function) {
        return Optional.ofNullable(modules.get(function));
    }

    @Override
    public LoadAttempt load(ProbeProgram program) {
        loads++;
        LoadAttempt refusal = byTarget.get(program.target());
        return refusal != null ? refusal : byCall.getOrDefault(calledBy(program), LoadAttempt.LOADED);
    }

    /** Returns the id of the called function, or -1 without a call. */
    private static int calledBy(ProbeProgram program) {
        byte[] code = program.instructions();
        int call = 5 * Assembler.INSTRUCTION_BYTES;
        return code.length > call + 4 ? (code[call + 4] & 0xff) | (code[call + 5] & 0xff) << 8 : -1;
    }

    @Override
    public boolean isPrivileged() {
        return privileged;
    }
}
