package io.bpfiterator.object;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
final class ObjectTemplate {

    /** The types of maps that libbpf fills with more than bytes and other maps. */
    private static final Set<MapType> LEFT_TO_LIBBPF =
            EnumSet.of(MapType.PROG_ARRAY, MapType.STRUCT_OPS, MapType.ARENA, MapType.UNKNOWN);

    private static final Map<Description, ObjectDescription> DESCRIPTIONS = new ConcurrentHashMap<>();
    private static final Map<Key, Optional<ObjectTemplate>> TEMPLATES = new ConcurrentHashMap<>();

    private record Description(String name, String origin, ByteBuffer bytes) {}

    private record Key(ObjectDescription description, Set<String> programs) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.description == description && key.programs.equals(programs);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(description) * 31 + programs.hashCode();
        }
    }

    private final ObjectDescription description;
    private final List<MapTemplate> maps;
    private final List<ProgramTemplate> programs;

    /** Keeps the object's BTF in the kernel after libbpf's object is closed; null if nothing refers to it. */
    private final @Nullable Fd btf;

    private ObjectTemplate(
            ObjectDescription description, List<MapTemplate> maps, List<ProgramTemplate> programs, @Nullable Fd btf) {
        this.description = description;
        this.maps = maps;
        this.programs = programs;
        this.btf = btf;
    }

    /** Returns the description of an object, cached unless {@code debug}, which is for the log of the opening. */
    static ObjectDescription describe(BpfObjectFile file, boolean debug) {
        Description key = new Description(file.name(), file.origin(), ByteBuffer.wrap(file.bytes()));
        return debug
                ? ObjectDescription.of(file, true)
                : DESCRIPTIONS.computeIfAbsent(key, unknown -> ObjectDescription.of(file, false));
    }

    /** Loads an object from its template if it has or can have one, else through libbpf. */
    static BpfObject load(ObjectDescription description, LoadChoices choices) {
        return template(description, choices)
                .flatMap(template -> template.copy(choices))
                .orElseGet(() -> LibbpfLoader.load(description, choices, false));
    }

    private static Optional<ObjectTemplate> template(ObjectDescription description, LoadChoices choices) {
        boolean known = Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.TEMPLATES)
                && !choices.mapsPinnedByName()
                && choices.programs().stream().allMatch(program -> description
                        .program(program)
                        .flatMap(ObjectDescription.Program::target)
                        .isPresent())
                && description.maps().stream().map(ObjectDescription.Map::type).noneMatch(LEFT_TO_LIBBPF::contains);
        return known
                ? TEMPLATES.computeIfAbsent(
                        new Key(description, Set.copyOf(choices.programs())),
                        key -> create(description, key.programs()))
                : Optional.empty();
    }

    /**
     * Creates a template by loading the object through libbpf; empty if that fails, since the real load explains why.
     */
    private static Optional<ObjectTemplate> create(ObjectDescription description, Set<String> programs) {
        LoadChoices unchanged = new LoadChoices(description);
        description.programs().forEach(program -> unchanged.load(program.name(), programs.contains(program.name())));
        try (LibbpfLog log = LibbpfLog.open(false);
                LibbpfObject object = LibbpfLoader.loadOnly(description, unchanged, false, log)) {
            return of(description, programs, object);
        } catch (BpfException refused) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectTemplate> of(
            ObjectDescription description, Set<String> programs, LibbpfObject object) {
        List<ProgramTemplate> programTemplates = new ArrayList<>();
        for (Pointer program : object.programs()) {
            String name = Libbpf.libbpf().bpf_program__name(program);
            if (programs.contains(name)) {
                Optional<ProgramTemplate> template =
                        ProgramTemplate.of(description.program(name).orElseThrow(), program);
                if (template.isEmpty()) {
                    return Optional.empty();
                }
                programTemplates.add(template.get());
            }
        }
        List<MapTemplate> mapTemplates = new ArrayList<>();
        List<Pointer> libbpfMaps = object.maps();
        for (int i = 0; i < libbpfMaps.size(); i++) {
            mapTemplates.add(MapTemplate.of(description.maps().get(i), libbpfMaps.get(i)));
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

    /** Creates a copy of this object; empty if the kernel refuses, since libbpf's load explains why. */
    private Optional<BpfObject> copy(LoadChoices choices) {
        BpfObject object = new BpfObject(description, "", null);
        try {
            Map<Integer, Fd> byTemplateId = new HashMap<>();
            Map<Integer, Integer> byTemplateFd = new HashMap<>();
            int btfFd = btf == null ? 0 : btf.number();
            for (MapTemplate map : maps) {
                Fd copy = map.create(Optional.ofNullable(choices.maxEntries().get(map.name())), btfFd);
                object.add(BpfMap.untyped(new MapHandle(map.name(), copy, false, description.btf())));
                byTemplateId.put(map.id(), copy);
                byTemplateFd.put(map.fd(), copy.number());
                map.fill(copy, choices.data().get(map.name()));
            }
            maps.forEach(map -> map.fillSlots(byTemplateId.get(map.id()), byTemplateId));
            for (ProgramTemplate program : programs) {
                Fd copy = program.load(byTemplateFd, btfFd);
                object.add(new BpfProgram(object, program.described(), copy, null));
            }
            return Optional.of(object);
        } catch (BpfException refused) {
            object.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }
}
