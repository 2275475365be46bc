package io.bpfiterator.btf;

import io.bpfiterator.kernel.BpfException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel has for BPF programs, as its BTF tells it: names, sorted.
 *
 * <p>The kernel's modules are not asked: no kernel up to 6.18 lets a module register an iterator target
 * ({@code bpf_iter_reg_target} is not exported, and {@code ipv6_route} and {@code unix} are compiled only where their
 * protocols are built in), and helpers are numbered in the kernel itself.
 *
 * @param iterators the iterator targets, such as {@code task}
 * @param helpers the helpers that the kernel numbers in {@code enum bpf_func_id}, such as {@code bpf_seq_printf}
 * @param iteratorParameters the kinds of parameters that iterators take, the members of {@code union bpf_iter_link_info}:
 *     {@code map}, {@code cgroup}, {@code task}
 */
public record KernelFeatures(List<String> iterators, List<String> helpers, List<String> iteratorParameters) {

    private static final String LINK_INFO = "bpf_iter_link_info";
    private static final String HELPER_IDS = "bpf_func_id";
    private static final String ID_PREFIX = "BPF_FUNC_";
    private static final String NAME_PREFIX = "bpf_";
    private static final String NO_HELPER = "bpf_unspec";

    private static volatile @Nullable KernelFeatures running;

    public KernelFeatures {
        iterators = List.copyOf(iterators);
        helpers = List.copyOf(helpers);
        iteratorParameters = List.copyOf(iteratorParameters);
    }

    /**
     * Returns those of the running kernel. Its BTF is read once in a JVM.
     *
     * @throws BpfException if the kernel shows no BTF, or one that tells nothing of helpers
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

    private static List<String> helpersIn(Btf kernel) {
        return kernel
                .find(BtfType.Enum.class, HELPER_IDS)
                .orElseThrow(() -> new BpfException("The kernel's BTF has no enum " + HELPER_IDS
                        + ", so it can't be known which helpers there are; iterators need Linux 5.8"))
                .enumerators()
                .stream()
                .map(BtfType.Enumerator::name)
                .filter(name -> name.startsWith(ID_PREFIX))
                .map(name -> NAME_PREFIX + name.substring(ID_PREFIX.length()))
                .filter(name -> !name.equals(NO_HELPER))
                .sorted()
                .toList();
    }
}
