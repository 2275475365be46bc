package io.bpfiterator.object;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.KnownTarget;

/** Explains why the kernel refused to attach an iterator; the kernel itself returns only an errno. */
final class AttachFailure {

    private AttachFailure() {}

    static Failure of(BpfProgram program, IteratorTarget target, IteratorOptions options, int errno) {
        String iterator = "Cannot attach iterator " + program.name() + " (target " + target + ")";
        String what = iterator + " to " + options;
        if (options instanceof MapOptions given) {
            return toMap(what, target, given.map(), errno);
        }
        if (options instanceof TaskOptions) {
            return toTask(what, errno);
        }
        return options instanceof CgroupOptions ? toCgroup(what, errno) : Failure.failed(iterator);
    }

    private static Failure toMap(String what, IteratorTarget target, BpfMap<?, ?> map, int errno) {
        if (Errno.EINVAL.is(errno)) {
            return Failure.invalid(what)
                    .because("this target cannot walk a map of type "
                            + map.info().typeName())
                    .remedy("Use " + mapTypes(target));
        }
        if (Errno.EACCES.is(errno)) {
            return Failure.invalid(what)
                    .because("the program accesses more than the map's keys of "
                            + map.info().keySize() + " bytes or values of "
                            + map.info().valueSize() + " bytes")
                    .remedy("Use the map's types in the program");
        }
        return Failure.failed(what);
    }

    private static Failure toTask(String what, int errno) {
        if (Errno.EBADF.is(errno)) {
            return Failure.invalid(what).remedy("Use an open descriptor of a process (pidfd_open)");
        }
        return Errno.ESRCH.is(errno)
                ? Failure.notFound(what)
                        .because("this pid namespace has no such thread or process")
                        .remedy("Check that it is running and that the number is correct")
                : Failure.failed(what);
    }

    private static Failure toCgroup(String what, int errno) {
        return Errno.EBADF.is(errno) || Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("either the cgroup was removed, or it does not belong to cgroup v2")
                        .remedy("Choose a cgroup of cgroup v2, whose id is the inode number of its directory")
                : Failure.failed(what);
    }

    private static String mapTypes(IteratorTarget target) {
        return KnownTarget.named(target.name()).map(KnownTarget::mapTypes).orElse("another map");
    }
}
