package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.libbpf.Bytes;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** libbpf's {@code struct bpf_object}, with the bytes that it reads until it is closed. */
final class LibbpfObject implements AutoCloseable {

    private final Memory bytes;
    private final Pointer object;
    private boolean closed;

    private LibbpfObject(Memory bytes, Pointer object) {
        this.bytes = bytes;
        this.object = object;
    }

    static LibbpfObject open(BpfObjectFile file, LibbpfLog log) {
        Memory bytes = Bytes.copyOf(file.bytes());
        Pointer object = Calls.checkPointer(
                Libbpf.libbpf().bpf_object__open_mem(bytes, file.bytes().length, new Libbpf.OpenOptions(file.name())),
                errno -> LoadFailure.opening(file, log));
        return new LibbpfObject(bytes, object);
    }

    Pointer pointer() {
        return object;
    }

    List<Pointer> programs() {
        return all(Libbpf.libbpf()::bpf_object__next_program);
    }

    List<Pointer> maps() {
        return all(Libbpf.libbpf()::bpf_object__next_map);
    }

    private List<Pointer> all(BinaryOperator<@Nullable Pointer> next) {
        List<Pointer> found = new ArrayList<>();
        for (Pointer one = next.apply(object, null); one != null; one = next.apply(object, one)) {
            found.add(one);
        }
        return found;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libbpf.libbpf().bpf_object__close(object);
            bytes.close();
        }
    }
}
