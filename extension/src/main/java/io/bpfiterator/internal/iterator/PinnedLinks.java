// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.GetOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.iterator.ProgramInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the iterators that any process has pinned. */
public final class PinnedLinks {

    private static final int NO_FLAGS = 0;

    private static final String LINK = "bpf-link";

    /**
     * An iterator.
     *
     * @param path where it is pinned
     */
    public record PinnedLink(Path path, LinkInfo link, ProgramInfo program) {}

    private PinnedLinks() {}

    /**
     * Returns the iterators that are pinned in a directory of a bpffs and below it, in the order of their paths. Other
     * pinned objects are left out. Requires CAP_SYS_ADMIN.
     *
     * @throws BpfException if the directory cannot be read, or the kernel refuses
     */
    public static List<PinnedLink> under(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> iterator(file).stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw Failure.failed("Cannot list what is pinned in " + directory)
                    .because(e)
                    .remedy("Run as root")
                    .exception();
        }
    }

    private static Optional<PinnedLink> iterator(Path file) {
        int number = Libbpf.libbpf().bpf_obj_get_opts(file.toString(), new GetOptions(NO_FLAGS));
        if (Errno.ENOENT.is(number)) {
            return Optional.empty();
        }
        Calls.checkLibbpf(number, errno -> Failure.failed("Cannot open what is pinned at " + file)
                .remedy("Run as root"));
        try (Fd fd = new Fd(number, "what is pinned at " + file)) {
            if (!fd.content().equals(LINK)) {
                return Optional.empty();
            }
            LinkInfo link = LinkInfoQuery.of(fd.number());
            return link.target().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PinnedLink(file, link, program(link.programId())));
        }
    }

    private static ProgramInfo program(int id) {
        String name = "program id " + Integer.toUnsignedString(id);
        int number = Calls.checkLibbpf(
                Libbpf.libbpf().bpf_prog_get_fd_by_id(id),
                errno -> Failure.failed("Cannot open " + name).remedy("Run as root"));
        try (Fd fd = new Fd(number, name)) {
            return ProgramInfoQuery.of(fd.number());
        }
    }
}
