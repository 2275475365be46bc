// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.GetFdOptions;
import io.bpfiterator.internal.libbpf.Libbpf.GetOptions;
import io.bpfiterator.internal.text.NearestName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Finds and opens maps in the kernel, which any process may have created.
 *
 * <p>Such a map is opened read-only if the kernel and libbpf allow that; an id requires libbpf 1.1 for it.
 */
final class MapFinder {

    private static final int NO_FLAGS = 0;

    /** The kernel frees a map some time after its last user has closed it: 10 to 25 ms on an idle machine. */
    private static final long FREED_WITHIN_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    /** Tests may run in a machine that is gone when somebody reads the message. */
    private static final String LIST = "List the maps of the kernel that runs the test with: bpftool map";

    private MapFinder() {}

    /**
     * Opens the map with an id.
     *
     * @throws BpfException if the kernel has no such map, or refuses
     */
    static MapHandle byId(int id, boolean readOnly) {
        int fd = readOnly ? openReadOnlyIfPossible(flags -> fdById(id, flags)) : fdById(id, NO_FLAGS);
        Calls.checkLibbpf(fd, errno -> byIdFailure("Cannot open map id " + Integer.toUnsignedString(id), errno));
        return opened(fd, readOnly);
    }

    private static Failure byIdFailure(String what, int errno) {
        return Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("the kernel has no map with this id")
                        .remedy(LIST)
                : privileged(what, errno);
    }

    /** Starts the failure of a call that requires {@code CAP_SYS_ADMIN}. */
    private static Failure privileged(String what, int errno) {
        return Errno.EPERM.is(errno) ? Failure.failed(what).remedy("Run with CAP_SYS_ADMIN") : Failure.failed(what);
    }

    private static int fdById(int id, int flags) {
        try {
            return Libbpf.libbpf().bpf_map_get_fd_by_id_opts(id, new GetFdOptions(flags));
        } catch (UnsatisfiedLinkError libbpfIsOlderThan1_1) {
            return Libbpf.libbpf().bpf_map_get_fd_by_id(id);
        }
    }

    /**
     * Opens a map that is pinned in a bpffs.
     *
     * @throws BpfException if no map is pinned there, or the kernel refuses
     */
    static MapHandle pinned(Path file) {
        int number = openReadOnlyIfPossible(
                flags -> Libbpf.libbpf().bpf_obj_get_opts(file.toString(), new GetOptions(flags)));
        Calls.checkLibbpf(number, errno -> pinnedFailure("Cannot open a pinned map at " + file, errno));
        return opened(new Fd(number, "what is pinned at " + file), true, fd -> requireMap(file, fd));
    }

    private static Failure pinnedFailure(String what, int errno) {
        return Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("the file does not exist")
                        .remedy("List the pinned maps with: bpftool map show -f")
                : Failure.failed(what).remedy("Name a map that is pinned in a bpffs");
    }

    private static void requireMap(Path file, Fd fd) {
        String content = fd.content();
        if (!content.equals("bpf-map")) {
            throw Failure.invalid("Cannot open a pinned map at " + file)
                    .because("a " + content + " is pinned there")
                    .remedy("Name a pinned map")
                    .exception();
        }
    }

    /**
     * Opens the only map in the kernel with a name. Looks again for a second if there are several, since a map that an
     * earlier test closed may still exist.
     *
     * @param owner where the caller has looked for the map before, for messages
     * @param others the names of the maps there
     * @throws BpfException if there is no such map, or several have that name
     */
    static MapHandle named(String name, String owner, List<String> others) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MapInfoQuery.NAME_BYTES) {
            throw Failure.notFound("No map is named " + name)
                    .because("it is not in " + owner + ", and the kernel keeps only " + MapInfoQuery.NAME_BYTES
                            + " bytes of the names of other maps")
                    .remedy("Use the name that bpftool map shows, or an id")
                    .exception();
        }
        List<MapHandle> found = allNamed(name);
        for (long start = System.nanoTime(); found.size() > 1 && System.nanoTime() - start < FREED_WITHIN_NANOS; ) {
            closeAll(found);
            LockSupport.parkNanos(PAUSE_NANOS);
            found = allNamed(name);
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> ids = found.stream().map(map -> "id " + map.info().id()).toList();
        closeAll(found);
        Failure failure = ids.isEmpty()
                ? Failure.notFound("No map is named " + name)
                        .because("it is neither in " + owner + ", nor elsewhere in the kernel")
                        .remedy(NearestName.of(name, others)
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse(LIST))
                : Failure.invalid(ids.size() + " maps in the kernel are named " + name)
                        .because(String.join(", ", ids))
                        .remedy("Choose one by id");
        throw failure.exception();
    }

    private static List<MapHandle> allNamed(String name) {
        List<MapHandle> found = new ArrayList<>();
        try {
            IntByReference id = new IntByReference(0);
            int result = Libbpf.libbpf().bpf_map_get_next_id(0, id);
            while (result == 0) {
                addIfNamed(name, id.getValue(), found);
                result = Libbpf.libbpf().bpf_map_get_next_id(id.getValue(), id);
            }
            if (!Errno.ENOENT.is(result)) {
                String what = "Cannot search the kernel's maps for one named " + name;
                Calls.checkLibbpf(result, errno -> privileged(what, errno));
            }
            return found;
        } catch (RuntimeException | Error e) {
            closeAll(found);
            throw e;
        }
    }

    /** Skips a map that vanished after its id was read, and one that a security module hides from this process. */
    private static void addIfNamed(String name, int id, List<MapHandle> found) {
        int fd = openReadOnlyIfPossible(flags -> fdById(id, flags));
        if (Errno.ENOENT.is(fd) || Errno.EPERM.is(fd) || Errno.EACCES.is(fd)) {
            return;
        }
        Calls.checkLibbpf(fd, errno -> Failure.failed("Cannot search the kernel's maps for one named " + name));
        MapHandle map = opened(fd, true);
        if (map.name().equals(name)) {
            found.add(map);
        } else {
            map.close();
        }
    }

    /** Opens without flags what the kernel does not open read-only: some maps, and pinned objects that are not maps. */
    private static int openReadOnlyIfPossible(IntUnaryOperator openWithFlags) {
        int fd = openWithFlags.applyAsInt(Libbpf.BPF_F_RDONLY);
        boolean refused = Errno.EPERM.is(fd) || Errno.EACCES.is(fd) || Errno.EINVAL.is(fd);
        return refused ? openWithFlags.applyAsInt(NO_FLAGS) : fd;
    }

    private static MapHandle opened(int number, boolean readOnly) {
        return opened(new Fd(number, "a map that was opened by id or name"), readOnly, fd -> {});
    }

    /** @param check throws if what was opened is not the map that was asked for */
    private static MapHandle opened(Fd fd, boolean readOnly, Consumer<Fd> check) {
        try {
            check.accept(fd);
            return new MapHandle(MapInfoQuery.of(fd.number()).name(), fd, readOnly, null);
        } catch (RuntimeException | Error e) {
            fd.close();
            throw e;
        }
    }

    private static void closeAll(List<MapHandle> maps) {
        Teardown teardown = new Teardown();
        maps.forEach(teardown::close);
        teardown.finish();
    }
}
