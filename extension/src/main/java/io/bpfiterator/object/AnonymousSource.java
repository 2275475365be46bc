package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.reader.IteratorSource;
import io.bpfiterator.reader.OpenRuns;
import java.nio.file.Path;
import java.util.Optional;

/** Runs of an iterator that has no pin. */
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
        int run = Libbpf.libbpf().bpf_iter_create(link.number());
        if (run < 0) {
            throw new BpfException("A run of iterator " + name + " can't be made: " + Errno.describe(run), run);
        }
        return run;
    }
}
