package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;

/** Starts runs of an iterator through its link, without a pin. */
record AnonymousSource(BpfObject object, String name, Fd link) implements IteratorSource {

    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public Optional<Btf> btf() {
        return object.btf();
    }

    @Override
    public OpenRuns runs() {
        return object.runs();
    }

    @Override
    public int open() {
        return Calls.checkLibbpf(Libbpf.libbpf().bpf_iter_create(link.number()), "start a run of iterator " + name);
    }
}
