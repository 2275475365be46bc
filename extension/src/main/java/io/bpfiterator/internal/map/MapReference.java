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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * A reference to a map in bpftool's syntax: {@code id N}, {@code pinned FILE} or {@code name NAME}.
 *
 * <p>A map that belongs to another object or process is opened read-only if the kernel and libbpf allow that;
 * {@code id} requires libbpf 1.1 for it.
 */
public final class MapReference {

    private static final String FORMS = "\"id N\", \"pinned FILE\" or \"name NAME\"";
    private static final int NO_FLAGS = 0;

    private enum Kind {
        ID,
        PINNED,
        NAME
    }

    private final Kind kind;
    private final String value;

    private MapReference(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
    }

    /**
     * Parses a reference.
     *
     * @throws BpfException if it has none of the three forms
     */
    public static MapReference parse(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        if (parts.length == 2) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equalsIgnoreCase(parts[0])) {
                    return new MapReference(kind, checked(kind, parts[1], text));
                }
            }
        }
        throw unparsable(text).exception();
    }

    private static Failure unparsable(String text) {
        return Failure.invalid("\"" + text + "\" does not name a map").remedy("Write " + FORMS);
    }

    /** Opens an inner map of a map of maps. */
    static KernelMap<byte[], byte[]> inner(int id, boolean readOnly) {
        return KernelMap.untyped(byId(id, readOnly));
    }

    private static String checked(Kind kind, String value, String text) {
        if (kind == Kind.ID) {
            try {
                Integer.parseUnsignedInt(value);
            } catch (NumberFormatException e) {
                throw unparsable(text)
                        .because("an id is a number from 0 to 4294967295")
                        .causedBy(e)
                        .exception();
            }
        }
        return value;
    }

    /**
     * Opens the map, which the caller closes.
     *
     * @throws BpfException if there is no such map, or several have that name
     */
    public KernelMap<byte[], byte[]> open() {
        return open("a BPF object of this test", List.of());
    }

    /**
     * Opens the map, which the caller closes; a name refers to one of some maps, or else to any other in the kernel.
     *
     * @param owner the owner of {@code maps}, for messages
     * @throws BpfException if there is no such map, or several have that name
     */
    public KernelMap<byte[], byte[]> open(String owner, List<KernelMap<byte[], byte[]>> maps) {
        MapHandle handle =
                switch (kind) {
                    case ID -> byId(Integer.parseUnsignedInt(value), true);
                    case PINNED -> pinned(Path.of(value));
                    case NAME -> ownMap(maps).orElseGet(() -> named(owner));
                };
        return KernelMap.untyped(handle);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + value;
    }

    private Optional<MapHandle> ownMap(List<KernelMap<byte[], byte[]>> maps) {
        return maps.stream().filter(map -> map.name().equals(value)).findFirst().map(map -> map.handle()
                .duplicate());
    }

    private static MapHandle byId(int id, boolean readOnly) {
        int fd = readOnly ? openReadOnlyIfPossible(flags -> fdById(id, flags)) : fdById(id, NO_FLAGS);
        Calls.checkLibbpf(fd, errno -> byIdFailure("Cannot open map id " + Integer.toUnsignedString(id), errno));
        return opened(fd, readOnly);
    }

    private static Failure byIdFailure(String what, int errno) {
        return Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("the kernel has no map with this id")
                        .remedy("List the maps with: bpftool map")
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

    private MapHandle pinned(Path file) {
        int fd = openReadOnlyIfPossible(
                flags -> Libbpf.libbpf().bpf_obj_get_opts(file.toString(), new GetOptions(flags)));
        Calls.checkLibbpf(fd, errno -> pinnedFailure("Cannot open a pinned map at " + file, errno));
        requireMap(file, fd);
        return opened(fd, true);
    }

    private static Failure pinnedFailure(String what, int errno) {
        return Errno.ENOENT.is(errno)
                ? Failure.notFound(what)
                        .because("the file does not exist")
                        .remedy("List the pinned maps with: bpftool map show -f")
                : Failure.failed(what).remedy("Name a map that is pinned in a bpffs");
    }

    private static void requireMap(Path file, int number) {
        String content;
        try {
            content = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(number)))
                    .toString();
        } catch (IOException e) {
            new Fd(number, "what is pinned at " + file).close();
            throw new UncheckedIOException(e);
        }
        if (!content.equals("anon_inode:bpf-map")) {
            new Fd(number, "what is pinned at " + file).close();
            throw Failure.invalid("Cannot open a pinned map at " + file)
                    .because("a " + content.replace("anon_inode:", "") + " is pinned there")
                    .remedy("Name a pinned map")
                    .exception();
        }
    }

    private MapHandle named(String owner) {
        if (value.getBytes(StandardCharsets.UTF_8).length > MapInfoQuery.NAME_BYTES) {
            throw Failure.notFound("No map is named " + value)
                    .because("it is not in " + owner + ", and the kernel keeps only " + MapInfoQuery.NAME_BYTES
                            + " bytes of the names of other maps")
                    .remedy("Use the name that bpftool map shows, or an id")
                    .exception();
        }
        List<MapHandle> found = allNamed();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> ids = found.stream().map(map -> "id " + map.info().id()).toList();
        closeAll(found);
        Failure failure = ids.isEmpty()
                ? Failure.notFound("No map is named " + value)
                        .because("it is neither in " + owner + ", nor elsewhere in the kernel")
                        .remedy("List the maps with: bpftool map")
                : Failure.invalid(ids.size() + " maps in the kernel are named " + value)
                        .because(String.join(", ", ids))
                        .remedy("Choose one by id");
        throw failure.exception();
    }

    private List<MapHandle> allNamed() {
        List<MapHandle> found = new ArrayList<>();
        try {
            IntByReference id = new IntByReference(0);
            int result = Libbpf.libbpf().bpf_map_get_next_id(0, id);
            while (result == 0) {
                addIfNamed(id.getValue(), found);
                result = Libbpf.libbpf().bpf_map_get_next_id(id.getValue(), id);
            }
            if (!Errno.ENOENT.is(result)) {
                String what = "Cannot search the kernel's maps for one named " + value;
                Calls.checkLibbpf(result, errno -> privileged(what, errno));
            }
            return found;
        } catch (RuntimeException e) {
            closeAll(found);
            throw e;
        }
    }

    /** Skips a map that vanished after its id was read. */
    private void addIfNamed(int id, List<MapHandle> found) {
        int fd = openReadOnlyIfPossible(flags -> fdById(id, flags));
        if (fd >= 0) {
            MapHandle map = opened(fd, true);
            if (map.name().equals(value)) {
                found.add(map);
            } else {
                map.close();
            }
        }
    }

    /** Opens without flags what the kernel does not open read-only: some maps, and pinned objects that are not maps. */
    private static int openReadOnlyIfPossible(IntUnaryOperator openWithFlags) {
        int fd = openWithFlags.applyAsInt(Libbpf.BPF_F_RDONLY);
        boolean refused = Errno.EPERM.is(fd) || Errno.EACCES.is(fd) || Errno.EINVAL.is(fd);
        return refused ? openWithFlags.applyAsInt(NO_FLAGS) : fd;
    }

    private static MapHandle opened(int number, boolean readOnly) {
        Fd fd = new Fd(number, "a map that was opened by id, pin or name");
        try {
            return new MapHandle(MapInfoQuery.of(number).name(), fd, readOnly, null);
        } catch (RuntimeException e) {
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
