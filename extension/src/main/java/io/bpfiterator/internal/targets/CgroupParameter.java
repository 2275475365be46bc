// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.libbpf.StructLayout;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.MapType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The cgroup of cgroup v2 at which a cgroup iterator starts, and the order in which it walks. Requires Linux 6.1. */
public final class CgroupParameter extends LinkParameter {

    private static final StructLayout MEMBER = union();
    private static final Field ORDER = MEMBER.int32("order");
    private static final Field FD = MEMBER.int32("cgroup_fd");
    private static final Field ID = MEMBER.int64("cgroup_id");

    private static final StructLayout LINK = linkInfo(32);
    private static final Field LINK_ID = LINK.int64("cgroup_id");
    private static final Field LINK_ORDER = LINK.int32("order");

    CgroupParameter() {}

    /**
     * Parses the cgroup to start at: {@code self}, {@code path DIRECTORY} or {@code id N}.
     *
     * @throws BpfException if the text has none of these forms
     */
    public static IteratorOptions parse(String text, CgroupOrder order) {
        String[] parts = text.strip().split("\\s+", 2);
        if (parts.length == 1 && parts[0].equals("self")) {
            return IteratorOptions.cgroupOfThisProcess(order);
        }
        if (parts.length == 2 && parts[0].equals("path")) {
            return IteratorOptions.cgroup(Path.of(parts[1]), order);
        }
        if (parts.length == 2 && parts[0].equals("id") && parts[1].matches("\\d{1,19}")) {
            return IteratorOptions.cgroupWithId(Long.parseUnsignedLong(parts[1]), order);
        }
        throw Failure.invalid("\"" + text + "\" does not name a cgroup")
                .remedy("Write \"self\", \"path DIRECTORY\" or \"id N\"")
                .exception();
    }

    @Override
    boolean isGivenBy(IteratorOptions options) {
        return options instanceof IteratorOptions.Cgroup
                || options instanceof IteratorOptions.CgroupId
                || options instanceof IteratorOptions.CgroupDescriptor;
    }

    @Override
    Optional<Failure> missing(String what, String target) {
        return Optional.of(Failure.invalid(what)
                .because("it walks cgroups, and the cgroup to start at is missing")
                .remedy("Name one with cgroup = \"self\", \"path DIRECTORY\" or \"id N\""));
    }

    @Override
    boolean isNewerThanItsTargets() {
        return true;
    }

    @Override
    int call(IteratorOptions options, CStruct info, ToIntFunction<CStruct> call) {
        if (options instanceof IteratorOptions.Cgroup cgroup) {
            info.set(ORDER, cgroup.order().number());
            try (Fd fd = open(cgroup.directory())) {
                info.set(FD, fd.number());
                return call.applyAsInt(info);
            }
        } else if (options instanceof IteratorOptions.CgroupId cgroup) {
            info.set(ORDER, cgroup.order().number());
            info.set(ID, cgroup.id());
        } else if (options instanceof IteratorOptions.CgroupDescriptor cgroup) {
            info.set(ORDER, cgroup.order().number());
            info.set(FD, cgroup.descriptor());
        }
        return call.applyAsInt(info);
    }

    /**
     * Opens a cgroup.
     *
     * @throws io.bpfiterator.failure.BpfException if the directory cannot be opened
     */
    public static Fd open(Path directory) {
        int fd = Calls.checkLibc(
                Libc.libc().open(directory.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC),
                errno -> openFailure(directory, errno));
        return new Fd(fd, "cgroup " + directory);
    }

    private static Failure openFailure(Path directory, int errno) {
        return Failure.of(Errno.ENOENT.is(errno) ? Reason.NOT_FOUND : Reason.FAILED, "Cannot open cgroup " + directory)
                .remedy("Name a directory in a cgroup v2 file system");
    }

    @Override
    Failure failure(String what, Set<MapType> walkable, IteratorOptions options, int errno) {
        if (Errno.EINVAL.is(errno)
                && !Btf.ofKernel()
                        .mayHaveValue("bpf_cgroup_iter_order", orderOf(options).number())) {
            return Failure.absent(what)
                    .because("the running kernel does not have the order " + orderOf(options))
                    .remedy("Use a newer kernel, such as Linux 7.0 for " + CgroupOrder.CHILDREN + ", or another order");
        }
        return Errno.EBADF.is(errno) || Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("either the cgroup was removed, or it does not belong to cgroup v2")
                        .remedy("Choose a cgroup of cgroup v2, whose id is the inode number of its directory")
                : Failure.failed(what);
    }

    private static CgroupOrder orderOf(IteratorOptions options) {
        if (options instanceof IteratorOptions.Cgroup cgroup) {
            return cgroup.order();
        }
        return options instanceof IteratorOptions.CgroupId cgroup
                ? cgroup.order()
                : ((IteratorOptions.CgroupDescriptor) options).order();
    }

    @Override
    LinkInfo decode(LinkInfo link, CStruct info) {
        return link.withCgroup(info.longOf(LINK_ID), CgroupOrder.of(info.intOf(LINK_ORDER)));
    }
}
