// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts runs of an iterator through its link, without a pin. */
record AnonymousSource(OpenRuns runs, String name, @Nullable Btf types, Fd link) implements IteratorSource {

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public Optional<Btf> btf() {
        return Optional.ofNullable(types);
    }

    @Override
    public int open() {
        return Calls.checkLibbpf(Libbpf.libbpf().bpf_iter_create(link.number()), "start a run of iterator " + name);
    }
}
