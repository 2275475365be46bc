package io.bpfiterator.object;

import com.sun.jna.ptr.IntByReference;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.Libbpf.GetFdOptions;
import io.bpfiterator.libbpf.Libbpf.GetOptions;
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
import org.jspecify.annotations.Nullable;

/**
 * Names a map in bpftool's words: {@code id N}, {@code pinned FILE} or {@code name NAME}.
 *
 * <p>A map that belongs to somebody else is opened read-only, where the kernel and libbpf (1.1 for {@code id}) allow it.
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
        String[] words = text.strip().split("\\s+", 2);
        if (words.length == 2) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equalsIgnoreCase(words[0])) {
                    return new MapReference(kind, checked(kind, words[1], text));
                }
            }
        }
        throw new BpfException("\"" + text + "\" names no map; write " + FORMS);
    }

    /** Opens a map that a map of maps holds. */
    static BpfMap<byte[], byte[]> inner(int id, boolean readOnly) {
        return BpfMap.untyped(byId(id, readOnly));
    }

    private static String checked(Kind kind, String value, String text) {
        if (kind == Kind.ID) {
            try {
                Integer.parseUnsignedInt(value);
            } catch (NumberFormatException e) {
                throw new BpfException(
                        "\"" + text + "\" names no map: an id is a number from 0 to 4294967295; write " + FORMS, e);
            }
        }
        return value;
    }

    /**
     * Opens the map, for the caller to close.
     *
     * @throws BpfException if there is no such map, or more than one of that name
     */
    public BpfMap<byte[], byte[]> open() {
        return open(null);
    }

    /** Opens the map; a name means one of the object's own, before any other in the kernel. */
    BpfMap<byte[], byte[]> open(@Nullable BpfObject object) {
        MapHandle handle =
                switch (kind) {
                    case ID -> byId(Integer.parseUnsignedInt(value), true);
                    case PINNED -> pinned(Path.of(value));
                    case NAME -> ownMap(object).orElseGet(() -> named(object));
                };
        return BpfMap.untyped(handle);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + value;
    }

    private Optional<MapHandle> ownMap(@Nullable BpfObject object) {
        return object == null
                ? Optional.empty()
                : object.maps().stream()
                        .filter(map -> map.name().equals(value))
                        .findFirst()
                        .map(map -> map.handle().duplicate());
    }

    private static MapHandle byId(int id, boolean readOnly) {
        int fd = readOnly ? openReadOnlyIfPossible(flags -> fdById(id, flags)) : fdById(id, NO_FLAGS);
        if (fd < 0) {
            throw new BpfException(
                    Errno.ENOENT.is(fd)
                            ? "There is no map with id " + Integer.toUnsignedString(id)
                                    + " in the kernel; list them with: bpftool map"
                            : "The map with id " + Integer.toUnsignedString(id) + " can't be opened: "
                                    + Errno.describe(fd) + "; it needs CAP_SYS_ADMIN",
                    fd);
        }
        return opened(fd, readOnly);
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
        if (fd < 0) {
            throw new BpfException(
                    Errno.ENOENT.is(fd)
                            ? "There is no file " + file + " to find a pinned map in; list them with: bpftool map show"
                                    + " -f"
                            : "No pinned map can be opened at " + file + ": " + Errno.describe(fd)
                                    + "; name a map that is pinned in a bpffs",
                    fd);
        }
        requireMap(file, fd);
        return opened(fd, true);
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
            throw new BpfException("What is pinned at " + file + " is no map but " + content.replace("anon_inode:", "")
                    + "; name a map");
        }
    }

    private MapHandle named(@Nullable BpfObject object) {
        if (value.getBytes(StandardCharsets.UTF_8).length > MapInfo.NAME_BYTES) {
            throw new BpfException("There is no map named " + value + " in " + mapsOf(object)
                    + ", and of the kernel's other maps no name is longer than " + MapInfo.NAME_BYTES
                    + " bytes; give the name that bpftool map shows, or an id");
        }
        List<MapHandle> found = allNamed();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> ids = found.stream().map(map -> "id " + map.info().id()).toList();
        closeAll(found);
        throw new BpfException(
                ids.isEmpty()
                        ? "There is no map named " + value + ": not in " + mapsOf(object)
                                + ", and the kernel has none of that name; see: bpftool map"
                        : "There are " + ids.size() + " maps named " + value + " in the kernel ("
                                + String.join(", ", ids) + "); choose one by id");
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
                throw new BpfException(
                        "The kernel's maps can't be searched for one named " + value + ": " + Errno.describe(result)
                                + "; it needs CAP_SYS_ADMIN",
                        result);
            }
            return found;
        } catch (RuntimeException e) {
            closeAll(found);
            throw e;
        }
    }

    /** Passes over a map that vanished between its id and its descriptor. */
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

    private static String mapsOf(@Nullable BpfObject object) {
        if (object == null) {
            return "any object here";
        }
        List<String> names = object.maps().stream().map(BpfMap::name).toList();
        return "object " + object.name() + ", which has "
                + (names.isEmpty() ? "no maps" : "only " + String.join(", ", names));
    }

    /** Opens without limit what the kernel does not open read-only: such a map, or something pinned that is no map. */
    private static int openReadOnlyIfPossible(IntUnaryOperator openWithFlags) {
        int fd = openWithFlags.applyAsInt(Libbpf.BPF_F_RDONLY);
        boolean refused = Errno.EPERM.is(fd) || Errno.EACCES.is(fd) || Errno.EINVAL.is(fd);
        return refused ? openWithFlags.applyAsInt(NO_FLAGS) : fd;
    }

    private static MapHandle opened(int number, boolean readOnly) {
        Fd fd = new Fd(number, "a map that was opened by id, pin or name");
        try {
            return new MapHandle(MapInfo.of(number).name(), fd, readOnly, null);
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
