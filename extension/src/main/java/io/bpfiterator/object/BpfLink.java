package io.bpfiterator.object;

import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;

/** An attached iterator. The kernel detaches it when the last of its pins, descriptors and open runs is gone. */
public final class BpfLink implements AutoCloseable {

    private final String name;
    private final Fd fd;

    BpfLink(String name, Fd fd) {
        this.name = name;
        this.fd = fd;
    }

    /** Returns the name of the program that the link runs. */
    public String name() {
        return name;
    }

    /**
     * Pins the link into a bpffs.
     *
     * @throws BpfException if the kernel refuses
     */
    public BpfPin pin(PinPath path) {
        int result = Libbpf.libbpf().bpf_obj_pin(fd.number(), path.path().toString());
        if (result < 0) {
            throw new BpfException(
                    "The kernel refused to pin iterator " + name + " at " + path.shared() + ": "
                            + Errno.describe(result),
                    result);
        }
        return new BpfPin(name, path);
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "link of " + name;
    }
}
