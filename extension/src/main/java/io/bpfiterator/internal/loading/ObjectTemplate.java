// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.map.MapType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An object that libbpf has loaded once in this JVM, from which further objects are created without libbpf.
 *
 * <p>libbpf spends milliseconds on the kernel's BTF for each load, and the result differs only in the descriptors of
 * the maps. So a further object consists of new maps and of the same instructions with the new descriptors, which the
 * kernel verifies as usual. Objects that cannot be created this way are left to libbpf, and so are all failures,
 * because libbpf's log explains them better. See {@code docs/decisions/0003-templates.md}.
 */
final class ObjectTemplate implements AutoCloseable {

    /**
     * The number of templates that a JVM keeps. Each has a descriptor, of which a process has 1,024 by default; a suite
     * with more objects loads each through libbpf again, in milliseconds.
     */
    static final int MOST = 128;

    private final ObjectDescription description;
    private final List<MapTemplate> maps;
    private final List<ProgramTemplate> programs;

    /** Keeps the object's BTF in the kernel after libbpf's object is closed; null if nothing refers to it. */
    private final @Nullable Fd btf;

    /** Prevents that a template is closed while a copy uses its descriptor. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean closed;

    private ObjectTemplate(
            ObjectDescription description, List<MapTemplate> maps, List<ProgramTemplate> programs, @Nullable Fd btf) {
        this.description = description;
        this.maps = maps;
        this.programs = programs;
        this.btf = btf;
    }

    /** Returns whether an object may have a template for these choices, as far as its description tells. */
    static boolean isPossible(ObjectDescription description, LoadChoices choices) {
        return !shares(description, choices)
                && choices.programs().stream().allMatch(program -> description
                        .program(program)
                        .flatMap(ObjectDescription.Program::target)
                        .isPresent())
                && description.maps().stream()
                        .filter(map -> !choices.mapsLeftOut().contains(map.name()))
                        .map(ObjectDescription.Map::type)
                        .noneMatch(MapType::isFilledByLibbpf);
    }

    /** Returns whether libbpf shares maps. Commands let it; without probes, they load only once, without a template. */
    private static boolean shares(ObjectDescription description, LoadChoices choices) {
        return choices.mapsPinnedByName()
                && (!ProbedVariants.areWanted()
                        || description.maps().stream().anyMatch(ObjectDescription.Map::pinnedByName));
    }

    /**
     * Returns the template of an object that libbpf has loaded; empty if a program cannot be loaded again without
     * libbpf. The template does not refer to libbpf's object.
     */
    static Optional<ObjectTemplate> of(ObjectDescription description, LoadChoices choices, LibbpfObject object) {
        List<ProgramTemplate> programTemplates = new ArrayList<>();
        for (Pointer program : object.programs()) {
            String name = Libbpf.libbpf().bpf_program__name(program);
            if (choices.programs().contains(name)) {
                Optional<ProgramTemplate> template = ProgramTemplate.of(
                        description, description.program(name).orElseThrow(), program);
                if (template.isEmpty()) {
                    return Optional.empty();
                }
                programTemplates.add(template.get());
            }
        }
        List<MapTemplate> mapTemplates = new ArrayList<>();
        List<Pointer> libbpfMaps = object.maps();
        for (int i = 0; i < libbpfMaps.size(); i++) {
            ObjectDescription.Map described = description.maps().get(i);
            if (!choices.mapsLeftOut().contains(described.name())) {
                boolean resized = choices.maxEntries().containsKey(described.name());
                mapTemplates.add(MapTemplate.of(described, libbpfMaps.get(i), resized));
            }
        }
        return Optional.of(
                new ObjectTemplate(description, mapTemplates, programTemplates, btf(mapTemplates, programTemplates)));
    }

    private static @Nullable Fd btf(List<MapTemplate> maps, List<ProgramTemplate> programs) {
        int id = IntStream.concat(
                        maps.stream().mapToInt(MapTemplate::btfId),
                        programs.stream().mapToInt(ProgramTemplate::btfId))
                .filter(found -> found != 0)
                .findFirst()
                .orElse(0);
        if (id == 0) {
            return null;
        }
        int fd = Calls.checkLibbpf(Libbpf.libbpf().bpf_btf_get_fd_by_id(id), "open the BTF of a template");
        return new Fd(fd, "the BTF of a template");
    }

    /**
     * Creates a copy of this object; empty if the template is closed, or if the kernel refuses, since libbpf's load
     * explains why.
     */
    Optional<LoadedObject> copy(LoadChoices choices) {
        lock.readLock().lock();
        try {
            return closed ? Optional.empty() : create(choices);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Optional<LoadedObject> create(LoadChoices choices) {
        LoadedObject object = new LoadedObject(description, choices, "", null);
        try {
            Map<MapTemplate, Fd> created = new LinkedHashMap<>();
            MapCopies copies = new MapCopies();
            int btfFd = btf == null ? 0 : btf.number();
            for (MapTemplate map : maps) {
                Fd copy = map.create(Optional.ofNullable(choices.maxEntries().get(map.name())), btfFd);
                object.addMap(map.name(), copy);
                created.put(map, copy);
                copies.add(map, copy);
                map.fill(copy, choices.data().get(map.name()));
            }
            created.forEach((map, copy) -> map.fillSlots(copy, copies));
            for (ProgramTemplate program : programs) {
                object.addCopy(program.described(), program.load(copies, btfFd));
            }
            return Optional.of(object);
        } catch (BpfException refused) {
            object.close();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
    }

    /** Closes what the template keeps in the kernel. Its copies are not affected. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            if (btf != null) {
                btf.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
