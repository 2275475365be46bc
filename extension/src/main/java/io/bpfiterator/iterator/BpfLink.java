// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * An attached program. The kernel detaches it when its last descriptor, pin and open run are gone, so an iterator that
 * is pinned or being read continues to work after its link is closed.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfLink extends AutoCloseable {

    /** Returns the name of the attached program. */
    String name();

    /**
     * Pins the link in a bpffs; a link can have several pins.
     *
     * @param path a new file in a directory of a bpffs, whose name has no dot
     * @return the pin, which is closed with the object at the latest
     * @throws io.bpfiterator.failure.BpfException if nothing can be pinned at the path, or the kernel refuses
     */
    BpfPin pin(Path path);

    /**
     * Pins the link in the object's temporary bpffs, under a name derived from a text: characters that bpffs does not
     * allow are replaced, and a number is appended if the name is already in use.
     */
    BpfPin pin(String text);

    /** Pins the link in the object's temporary bpffs, under its program's name. */
    default BpfPin pin() {
        return pin(name());
    }

    /** Returns a reader of the iterator without a pin ({@code bpf_iter_create}); it works until the link is closed. */
    IteratorReader reader();

    /**
     * Replaces the attached program: every later run executes the new one, including runs of existing pins.
     *
     * @param program an iterator of the same target
     * @throws io.bpfiterator.failure.BpfException if its target is another, or the kernel refuses
     */
    void update(BpfProgram program);

    /** Returns the kernel's information about the link. Requires Linux 5.8. */
    LinkInfo info();

    @Override
    void close();
}
