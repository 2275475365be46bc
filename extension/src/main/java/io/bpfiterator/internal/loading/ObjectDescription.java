// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfExt;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.files.ElfObject;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.MapCreateOptions;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.map.MapType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contents of an object before its load, as libbpf reads them.
 *
 * @param btf null if the object was compiled without {@code -g}
 * @param prints whether its code calls {@code bpf_printk}
 */
record ObjectDescription(
        ObjectFile file,
        List<Program> programs,
        List<Map> maps,
        @Nullable Btf btf,
        boolean prints) {

    /** The data of a map may use this part of the memory, because a load copies it several times. */
    private static final int PARTS_OF_MEMORY = 8;

    /** The section of variables that libbpf fills in from the kernel's configuration. */
    static final String CONFIGURATION = ".kconfig";

    /**
     * A program.
     *
     * @param section the ELF section, without the {@code ?} that disables autoload
     * @param autoload whether libbpf loads the program by default
     */
    record Program(String name, String section, boolean autoload) {

        Optional<String> target() {
            return Target.ofSection(section);
        }

        @Override
        public String toString() {
            return name + " (" + section + ")";
        }
    }

    /**
     * A map.
     *
     * @param typeNumber the number that the object declares, which this library may not know
     * @param maxEntries the number of elements that the object declares
     * @param dataSection the ELF section of a map of global variables; empty for another map
     * @param initialData the initial bytes of a map of global variables; empty for another map
     * @param inner the declaration of the inner maps of a map of maps; empty for another map
     * @param pinnedByName whether the object declares {@code LIBBPF_PIN_BY_NAME}
     */
    record Map(
            String name,
            MapType type,
            int typeNumber,
            int maxEntries,
            Optional<String> dataSection,
            byte[] initialData,
            Optional<InnerMap> inner,
            boolean pinnedByName) {

        /** Returns bpftool's name of the type, or the number of one that this library does not know. */
        String typeName() {
            return type == MapType.UNKNOWN ? Integer.toString(typeNumber) : type.toString();
        }

        boolean readOnly() {
            return dataSection
                    .filter(section -> section.startsWith(".rodata") || section.equals(CONFIGURATION))
                    .isPresent();
        }
    }

    /** The declaration of the inner maps of a map of maps. */
    record InnerMap(int type, int keySize, int valueSize, int maxEntries, int flags, int btfKeyType, int btfValueType) {

        static InnerMap of(Pointer map) {
            Libbpf libbpf = Libbpf.libbpf();
            return new InnerMap(
                    libbpf.bpf_map__type(map),
                    libbpf.bpf_map__key_size(map),
                    libbpf.bpf_map__value_size(map),
                    libbpf.bpf_map__max_entries(map),
                    libbpf.bpf_map__map_flags(map),
                    libbpf.bpf_map__btf_key_type_id(map),
                    libbpf.bpf_map__btf_value_type_id(map));
        }

        /** Creates a map that shows the kernel the type of a map of maps' inner maps. */
        Fd create(int btfFd) {
            MapCreateOptions options = new MapCreateOptions();
            options.set(MapCreateOptions.MAP_FLAGS, flags);
            if (btfValueType != 0) {
                options.set(MapCreateOptions.BTF_FD, btfFd);
                options.set(MapCreateOptions.BTF_KEY_TYPE_ID, btfKeyType);
                options.set(MapCreateOptions.BTF_VALUE_TYPE_ID, btfValueType);
            }
            int fd = Calls.checkLibbpf(
                    Libbpf.libbpf().bpf_map_create(type, "inner", keySize, valueSize, maxEntries, options),
                    "create an inner map");
            return new Fd(fd, "an inner map");
        }
    }

    /** Describes an object that libbpf has opened. */
    static ObjectDescription of(ObjectFile file, ElfObject elf, LibbpfObject object) {
        Libbpf libbpf = Libbpf.libbpf();
        List<Program> programs = new ArrayList<>();
        for (Pointer program : object.programs()) {
            programs.add(new Program(
                    libbpf.bpf_program__name(program),
                    libbpf.bpf_program__section_name(program),
                    libbpf.bpf_program__autoload(program) != 0));
        }
        List<Map> maps = object.maps().stream().map(map -> map(file, map)).toList();
        boolean prints = elf.sections().stream()
                .anyMatch(section -> section.isCode() && Instructions.print(elf.contents(section)));
        return new ObjectDescription(file, programs, maps, btf(file, object), prints);
    }

    private static Map map(ObjectFile file, Pointer map) {
        Libbpf libbpf = Libbpf.libbpf();
        String name = libbpf.bpf_map__name(map);
        boolean internal = libbpf.bpf_map__is_internal(map) != 0;
        LongByReference size = new LongByReference();
        Pointer data = internal ? libbpf.bpf_map__initial_value(map, size) : null;
        return new Map(
                name,
                MapType.of(libbpf.bpf_map__type(map)),
                libbpf.bpf_map__type(map),
                libbpf.bpf_map__max_entries(map),
                internal ? Optional.of(name.substring(name.indexOf('.'))) : Optional.empty(),
                data == null ? new byte[0] : initialData(file, name, data, size.getValue()),
                Optional.ofNullable(libbpf.bpf_map__inner_map(map)).map(InnerMap::of),
                libbpf.bpf_map__pin_path(map) != null);
    }

    private static byte[] initialData(ObjectFile file, String name, Pointer data, long size) {
        long most = Runtime.getRuntime().maxMemory() / PARTS_OF_MEMORY;
        if (size > Math.min(most, Integer.MAX_VALUE - Long.BYTES)) {
            throw Failure.failed("Cannot open " + file)
                    .because("the global variables in " + name + " have " + size
                            + " bytes, and this JVM has memory for " + most)
                    .remedy("Make them smaller, or give the JVM more memory with -Xmx. If they are not that large, the"
                            + " object is damaged; compile it again")
                    .exception();
        }
        return data.getByteArray(0, (int) size);
    }

    /** Returns libbpf's copy of the BTF, to which it has added the positions of variables, and types for kfuncs. */
    private static @Nullable Btf btf(ObjectFile file, LibbpfObject object) {
        Pointer btf = Libbpf.libbpf().bpf_object__btf(object.pointer());
        if (btf == null) {
            return null;
        }
        IntByReference size = new IntByReference();
        Pointer data = Libbpf.libbpf().btf__raw_data(btf, size);
        return data == null ? null : Btf.parse(data.getByteArray(0, size.getValue()), "the BTF of " + file);
    }

    /**
     * Returns the records of the functions and lines of the object; empty if it was compiled without {@code -g}, or if
     * they are newer than this library.
     */
    Optional<BtfExt> extension() {
        try {
            return extension(new ElfObject(ByteBuffer.wrap(file.bytes())));
        } catch (MalformedFileException | IndexOutOfBoundsException newerThanThisLibrary) {
            return Optional.empty();
        }
    }

    /** @param elf the object */
    Optional<BtfExt> extension(ElfObject elf) {
        return Optional.ofNullable(btf)
                .flatMap(types -> elf.section(".BTF.ext").map(section -> new BtfExt(elf.contents(section), types)));
    }

    /** Returns whether it has variables that libbpf fills in from the kernel's configuration. */
    boolean isConfigured() {
        return maps.stream()
                .anyMatch(map -> map.dataSection().filter(CONFIGURATION::equals).isPresent());
    }

    Optional<Program> program(String name) {
        return programs.stream().filter(program -> program.name().equals(name)).findFirst();
    }

    List<Program> iterators() {
        return programs.stream().filter(program -> program.target().isPresent()).toList();
    }
}
