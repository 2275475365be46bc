package io.bpfiterator;

import io.bpfiterator.btf.KernelFeatures;
import java.util.List;
import java.util.regex.Pattern;

/** A kind of thing that a kernel has for BPF programs, and why it may lack one that its release would have. */
enum KernelFeature {
    ITERATOR("iterator target", "(?!bpf_iter_)[a-z][a-z0-9_]*", "task") {
        @Override
        List<String> in(KernelFeatures features) {
            return features.iterators();
        }

        @Override
        String whyAbsent(String target) {
            return switch (target) {
                case "cgroup" -> "the kernel may be built without CONFIG_CGROUPS=y";
                case "dmabuf" -> "the kernel may be built without CONFIG_DMA_SHARED_BUFFER=y";
                case "ipv6_route" -> "the kernel may be built without CONFIG_IPV6=y, for which a module won't do";
                case "ksym" -> "the kernel may be built without CONFIG_KALLSYMS=y";
                case "bpf_sk_storage_map", "netlink", "sockmap" -> "the kernel may be built without CONFIG_NET=y";
                case "tcp", "udp" -> "the kernel may be built without CONFIG_INET=y";
                case "unix" -> "the kernel may be built without CONFIG_UNIX=y, for which a module won't do";
                default -> "the kernel may be built without what it iterates over, or the name may be wrong";
            };
        }
    },
    HELPER("helper", "bpf_[a-z0-9_]+", "bpf_seq_printf") {
        @Override
        List<String> in(KernelFeatures features) {
            return features.helpers();
        }

        @Override
        String whyAbsent(String helper) {
            return "the name may be wrong";
        }
    };

    private final String words;
    private final Pattern names;
    private final String exampleName;

    KernelFeature(String words, String names, String exampleName) {
        this.words = words;
        this.names = Pattern.compile(names);
        this.exampleName = exampleName;
    }

    abstract List<String> in(KernelFeatures features);

    abstract String whyAbsent(String name);

    boolean allowsName(String name) {
        return names.matcher(name).matches();
    }

    String exampleName() {
        return exampleName;
    }

    /** Returns {@code "helper"}, say. */
    @Override
    public String toString() {
        return words;
    }
}
