// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The features for BPF programs that a kernel names in its BTF. Only a load shows whether the kernel permits their use.
 *
 * <p>The BTF of modules is not read. No kernel up to 6.18 lets a module register an iterator target: {@code
 * bpf_iter_reg_target} is not exported, and {@code ipv6_route} and {@code unix} are compiled only if their protocols
 * are built in. The numbers of helpers are defined in the kernel itself.
 *
 * @param iterators the iterator targets, such as {@code task}, with the BTF ids of their functions
 * @param helpers the helpers, such as {@code bpf_seq_printf}, with their numbers in {@code enum bpf_func_id}
 * @param iteratorParameters the kinds of parameters that iterators accept, which are the members of {@code union
 *     bpf_iter_link_info}: {@code map}, {@code cgroup}, {@code task}
 */
public record KernelFeatures(
        SortedMap<String, Integer> iterators, SortedMap<String, Integer> helpers, List<String> iteratorParameters) {

    private static final String LINK_INFO = "bpf_iter_link_info";
    private static final String HELPER_IDS = "bpf_func_id";
    private static final String ID_PREFIX = "BPF_FUNC_";
    private static final String NAME_PREFIX = "bpf_";
    private static final String NO_HELPER = "bpf_unspec";

    private static volatile @Nullable KernelFeatures running;

    public KernelFeatures {
        iterators = Collections.unmodifiableSortedMap(new TreeMap<>(iterators));
        helpers = Collections.unmodifiableSortedMap(new TreeMap<>(helpers));
        iteratorParameters = List.copyOf(iteratorParameters);
    }

    /**
     * Returns the features of the running kernel, whose BTF is read once in a JVM.
     *
     * @throws BpfException if the kernel shows no BTF, or its BTF does not list the helpers
     */
    public static KernelFeatures ofKernel() {
        KernelFeatures known = running;
        if (known == null) {
            synchronized (KernelFeatures.class) {
                known = running;
                if (known == null) {
                    known = in(Btf.ofKernel());
                    running = known;
                }
            }
        }
        return known;
    }

    static KernelFeatures in(Btf kernel) {
        return new KernelFeatures(IteratorTargets.in(kernel), helpersIn(kernel), iteratorParametersIn(kernel));
    }

    private static List<String> iteratorParametersIn(Btf kernel) {
        return kernel.find(BtfType.Struct.class, LINK_INFO)
                .map(union -> union.members().stream().map(BtfType.Member::name).toList())
                .orElse(List.of());
    }

    private static SortedMap<String, Integer> helpersIn(Btf kernel) {
        SortedMap<String, Integer> helpers = new TreeMap<>();
        kernel
                .find(BtfType.Enum.class, HELPER_IDS)
                .orElseThrow(() -> Failure.failed("Cannot determine which helpers the kernel has")
                        .because("its BTF has no enum " + HELPER_IDS)
                        .remedy("Use Linux 5.8 or newer")
                        .exception())
                .enumerators()
                .stream()
                .filter(number -> number.name().startsWith(ID_PREFIX))
                .forEach(number -> helpers.put(
                        NAME_PREFIX + number.name().substring(ID_PREFIX.length()), Math.toIntExact(number.value())));
        helpers.remove(NO_HELPER);
        return helpers;
    }
}
