package io.bpfiterator.object;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.KnownTarget;

/** Says why the kernel refused to attach an iterator; it answers with a bare errno. */
final class AttachFailure {

    private AttachFailure() {}

    static BpfException of(BpfProgram program, IteratorTarget target, IteratorOptions options, int errno) {
        String refused = "The kernel refused to attach iterator " + program.name() + " (target " + target + ")";
        if (options instanceof MapOptions given) {
            BpfMap<?, ?> map = given.map();
            if (Errno.EINVAL.is(errno)) {
                return new BpfException(
                        refused + " to " + map + ": this target can't walk a map of type "
                                + map.info().typeName() + "; " + remedy(target),
                        errno);
            }
            if (Errno.EACCES.is(errno)) {
                return new BpfException(
                        refused + " to " + map + ": the program reaches beyond the map's keys of "
                                + map.info().keySize() + " bytes or values of "
                                + map.info().valueSize()
                                + " bytes; make the types in the program those of the map",
                        errno);
            }
            return new BpfException(refused + " to " + map + ": " + Errno.describe(errno), errno);
        }
        if (options instanceof TaskOptions) {
            String remedy = Errno.EBADF.is(errno)
                    ? "; it must be open, and a process's (pidfd_open)"
                    : Errno.ESRCH.is(errno)
                            ? "; there is no such thread or process in this pid namespace, so it has ended, or the number"
                                    + " is another's"
                            : "";
            return new BpfException(refused + " to " + options + ": " + Errno.describe(errno) + remedy, errno);
        }
        if (options instanceof CgroupOptions) {
            return new BpfException(
                    refused + " to " + options + ": " + Errno.describe(errno)
                            + "; the cgroup was removed, or is none of cgroup v2 (a cgroup id is the inode number of its"
                            + " directory)",
                    errno);
        }
        return new BpfException(refused + " to " + options + ": " + Errno.describe(errno), errno);
    }

    private static String remedy(IteratorTarget target) {
        return "give it "
                + KnownTarget.named(target.name()).map(KnownTarget::mapTypes).orElse("another map");
    }
}
