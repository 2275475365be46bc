// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.MalformedFileException;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of a BPF object or of the kernel. Parsing finds only where each type is; a type is decoded on request.
 *
 * <p>{@code Documentation/bpf/btf.rst} of the kernel describes the format: a header, the types in sequence, the names.
 */
public final class Btf {

    /** The file in which a kernel with {@code CONFIG_DEBUG_INFO_BTF} shows its own types. */
    public static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private static final int COMMON_BYTES = 12;

    private static final int INT_SIGNED = 1;
    private static final int INT_BOOL = 4;

    /** Reports a kind of type that was defined after this version, or never. */
    static final class UnknownKind extends MalformedFileException {

        private static final long serialVersionUID = 1L;

        private UnknownKind(String message) {
            super(message);
        }
    }

    private static SoftReference<@Nullable Btf> kernel = new SoftReference<>(null);

    private final ByteBuffer data;
    private final int strings;
    private final int stringBytes;

    /** The offset of each type by its id; unused for id 0, which is void. */
    private final int[] offsets;

    private Btf(ByteBuffer data, BtfHeader header) {
        this.data = data;
        this.strings = header.strings();
        this.stringBytes = header.stringBytes();
        this.offsets = offsets(header.types(), header.typeBytes());
    }

    /**
     * Parses raw BTF in this machine's byte order. The result is safe to use if the compiler or the kernel wrote it; of
     * other BTF, {@link BtfCheck} checks what the types refer to.
     *
     * @throws MalformedFileException if the bytes do not have the form of BTF, or a kind of type is unknown
     */
    public static Btf parse(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return new Btf(data, BtfHeader.of(data));
    }

    /**
     * Parses raw BTF as {@link #parse} does.
     *
     * @param source what the bytes are, for the message: {@code "the BTF of task.bpf.o"}
     * @throws BpfException if the bytes do not have the form of BTF, or a kind of type is unknown
     */
    public static Btf parse(byte[] bytes, String source) {
        try {
            return parse(bytes);
        } catch (MalformedFileException e) {
            throw Failure.invalid("Cannot read " + source)
                    .because(e)
                    .remedy("Create it again; it is damaged, or newer than this version of bpf-iterator")
                    .exception();
        }
    }

    /**
     * Returns the running kernel's own types, about 6 MB. They are read once in a JVM that has the memory to keep them.
     *
     * @throws BpfException if the kernel shows no types
     */
    public static synchronized Btf ofKernel() {
        Btf known = kernel.get();
        if (known == null) {
            known = read(KERNEL);
            kernel = new SoftReference<>(known);
        }
        return known;
    }

    /** Reads the types of a kernel from a file that has the form of {@link #KERNEL}. */
    static Btf read(Path kernel) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(kernel);
        } catch (IOException e) {
            throw Failure.absent("The running kernel shows no BTF at " + kernel)
                    .remedy("Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, which iterators require")
                    .causedBy(e)
                    .exception();
        }
        try {
            return parse(bytes);
        } catch (MalformedFileException e) {
            throw Failure.absent("The kernel's BTF at " + kernel + " is not usable")
                    .because(e)
                    .remedy("Use another kernel, or build this one again; its BTF is damaged, or newer than this"
                            + " version of bpf-iterator")
                    .exception();
        }
    }

    /** Returns the number of types, including void. All ids are less than this number. */
    public int size() {
        return offsets.length;
    }

    /** Returns the type with an id. */
    public BtfType type(int id) {
        if (id == 0) {
            return new BtfType.Opaque("void");
        }
        int at = offsets[id];
        int info = data.getInt(at + 4);
        int sizeOrType = data.getInt(at + 8);
        boolean flag = info < 0;
        String name = string(data.getInt(at));
        return switch (BtfKind.of(info)) {
            case BtfKind.INT -> {
                int encoding = data.getInt(at + COMMON_BYTES) >>> 24;
                yield new BtfType.Int(name, sizeOrType, (encoding & INT_SIGNED) != 0, (encoding & INT_BOOL) != 0);
            }
            case BtfKind.FLOAT -> new BtfType.Float(name, sizeOrType);
            case BtfKind.PTR -> new BtfType.Pointer(sizeOrType);
            case BtfKind.ARRAY -> new BtfType.Array(data.getInt(at + COMMON_BYTES), data.getInt(at + COMMON_BYTES + 8));
            case BtfKind.STRUCT, BtfKind.UNION ->
                new BtfType.Struct(
                        name,
                        sizeOrType,
                        BtfKind.of(info) == BtfKind.UNION,
                        each(at, 12, offset -> member(offset, flag)));
            case BtfKind.ENUM ->
                new BtfType.Enum(
                        name,
                        sizeOrType,
                        flag,
                        each(at, 8, offset -> enumerator(offset, flag)),
                        sizeOrType > Integer.BYTES);
            case BtfKind.ENUM64 -> new BtfType.Enum(name, sizeOrType, flag, each(at, 12, this::enumerator64), false);
            case BtfKind.TYPEDEF -> new BtfType.Alias(name, sizeOrType);
            case BtfKind.VOLATILE, BtfKind.CONST, BtfKind.RESTRICT, BtfKind.TYPE_TAG ->
                new BtfType.Alias("", sizeOrType);
            case BtfKind.FUNC -> new BtfType.Function(name, sizeOrType);
            case BtfKind.FUNC_PROTO ->
                new BtfType.Prototype(sizeOrType, each(at, 8, offset -> data.getInt(offset + 4)));
            case BtfKind.VAR -> new BtfType.Variable(name, sizeOrType);
            case BtfKind.DATASEC ->
                new BtfType.Section(
                        name,
                        sizeOrType,
                        each(
                                at,
                                12,
                                offset -> new BtfType.SectionVariable(
                                        data.getInt(offset), data.getInt(offset + 4), data.getInt(offset + 8))));
            default -> new BtfType.Opaque(name);
        };
    }

    /** Follows typedefs, qualifiers and tags to the type under them. */
    public BtfType resolve(int id) {
        return type(resolveId(id));
    }

    /** Returns the id of the type under typedefs, qualifiers and tags. */
    int resolveId(int id) {
        int resolved = id;
        while (type(resolved) instanceof BtfType.Alias alias) {
            resolved = alias.target();
        }
        return resolved;
    }

    /** Returns all types of a class in the order of their ids. */
    public <T extends BtfType> Stream<T> types(Class<T> kind) {
        return ids(kind).mapToObj(this::type).map(kind::cast);
    }

    /** Returns the first type of a class with the given name. */
    public <T extends BtfType> Optional<T> find(Class<T> kind, String name) {
        return ids(kind, name).mapToObj(this::type).map(kind::cast).findFirst();
    }

    /**
     * Returns the id of the struct or union with a name, or else of the typedef of one with this name. The result is
     * empty if there is no such type; a forward declaration does not count.
     */
    public OptionalInt structId(String name) {
        return Stream.of(BtfType.Struct.class, BtfType.Alias.class)
                .flatMapToInt(kind -> ids(kind, name))
                .filter(id -> resolve(id) instanceof BtfType.Struct)
                .findFirst();
    }

    /** Returns whether an enum with a name has a value; true also if there is no such enum. */
    public boolean mayHaveValue(String enumeration, long value) {
        return find(BtfType.Enum.class, enumeration).stream()
                .allMatch(known -> known.enumerators().stream().anyMatch(enumerator -> enumerator.value() == value));
    }

    /** Returns whether a type of any kind has a name. */
    boolean has(String name) {
        return ids(BtfType.class, name).findAny().isPresent();
    }

    /** Returns the id of the function with a name; empty if there is no such function. */
    public OptionalInt functionId(String name) {
        return ids(BtfType.Function.class, name).findFirst();
    }

    /** Returns the ids of all functions in ascending order. */
    IntStream functionIds() {
        return ids(BtfType.Function.class);
    }

    private IntStream ids(Class<? extends BtfType> kind, String name) {
        return idsStartingWith(kind, name).filter(id -> type(id).name().equals(name));
    }

    /** Returns the ids of the types of a class whose names start with a prefix. */
    IntStream idsStartingWith(Class<? extends BtfType> kind, String prefix) {
        byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
        return ids(kind).filter(id -> startsWith(word(id, 0), bytes));
    }

    /** Returns ids by class without decoding types of other classes: a kernel has 150,000 types. */
    private IntStream ids(Class<? extends BtfType> kind) {
        return IntStream.range(1, offsets.length)
                .filter(id -> kind.isAssignableFrom(BtfKind.classOf(BtfKind.of(data.getInt(offsets[id] + 4)))));
    }

    /**
     * Returns the names of all structs and unions, and of all typedefs of them, in the order of their ids. Anonymous
     * types are left out.
     */
    public List<String> structNames() {
        return IntStream.range(1, offsets.length)
                .filter(id -> resolve(id) instanceof BtfType.Struct)
                .mapToObj(id -> type(id).name())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * Returns a type in C notation, for messages: {@code char[16]}, {@code struct event { int pid; char comm[16]; }}.
     * Typedefs keep their names, qualifiers are left out, and only the first members of a long struct are shown.
     */
    public String describe(int id) {
        CType type = CType.of(this, id);
        return type instanceof CType.Struct struct ? struct.definition() : type.declare("");
    }

    /** Returns the size of a type in bytes; 0 for a function or an incomplete type. */
    public int sizeOf(int id) {
        BtfType type = resolve(id);
        if (type instanceof BtfType.Int integer) {
            return integer.size();
        } else if (type instanceof BtfType.Float number) {
            return number.size();
        } else if (type instanceof BtfType.Pointer) {
            return Long.BYTES;
        } else if (type instanceof BtfType.Array array) {
            return array.length() * sizeOf(array.element());
        } else if (type instanceof BtfType.Struct struct) {
            return struct.size();
        } else if (type instanceof BtfType.Enum enumeration) {
            return enumeration.size();
        } else if (type instanceof BtfType.Section section) {
            return section.size();
        } else if (type instanceof BtfType.Variable variable) {
            return sizeOf(variable.type());
        }
        return 0;
    }

    private BtfType.Member member(int offset, boolean bitFields) {
        int bitOffset = data.getInt(offset + 8);
        return new BtfType.Member(
                string(data.getInt(offset)),
                data.getInt(offset + 4),
                bitFields ? bitOffset & 0xffffff : bitOffset,
                bitFields ? bitOffset >>> 24 : 0);
    }

    private BtfType.Enumerator enumerator(int offset, boolean signed) {
        int value = data.getInt(offset + 4);
        return new BtfType.Enumerator(string(data.getInt(offset)), signed ? value : Integer.toUnsignedLong(value));
    }

    private BtfType.Enumerator enumerator64(int offset) {
        long low = Integer.toUnsignedLong(data.getInt(offset + 4));
        return new BtfType.Enumerator(string(data.getInt(offset)), (long) data.getInt(offset + 8) << 32 | low);
    }

    private <T> List<T> each(int at, int bytes, IntFunction<T> decode) {
        int count = BtfKind.parts(data.getInt(at + 4));
        List<T> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(decode.apply(at + COMMON_BYTES + i * bytes));
        }
        return parts;
    }

    private int[] offsets(int types, int bytes) {
        int end = types + bytes;
        int[] found = new int[1024];
        int count = 1;
        for (int at = types; at < end; ) {
            if (end - at < COMMON_BYTES) {
                throw new MalformedFileException("the types of .BTF end in the middle of type " + count);
            }
            int info = data.getInt(at + 4);
            int size = COMMON_BYTES + BtfKind.trailingBytes(info);
            if (size < COMMON_BYTES) {
                throw new UnknownKind("type " + count + " of .BTF has the unknown kind " + BtfKind.of(info));
            }
            if (end - at < size) {
                throw new MalformedFileException("the types of .BTF end in the middle of type " + count);
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at;
            at += size;
        }
        return Arrays.copyOf(found, count);
    }

    /** Returns the kind of a type, {@code BtfKind.…}. */
    int kindOf(int id) {
        return BtfKind.of(word(id, 1));
    }

    /** Returns the number of members, parameters or other parts of a type. */
    int countOf(int id) {
        return BtfKind.parts(word(id, 1));
    }

    /** Returns the flag that says whether a struct has bit-fields, or whether an enumeration is signed. */
    boolean flagOf(int id) {
        return word(id, 1) < 0;
    }

    /** Returns one of the 32-bit words of a type: the name's offset, the kind, the size or type, then its parts. */
    int word(int id, int index) {
        return data.getInt(offsets[id] + index * Integer.BYTES);
    }

    /** Returns the number of bytes that the names have, each with its terminator. */
    int stringBytes() {
        return stringBytes;
    }

    private boolean startsWith(int offset, byte[] name) {
        int start = strings + offset;
        return Arrays.equals(data.array(), start, Math.min(start + name.length, data.limit()), name, 0, name.length);
    }

    /** Returns the name at an offset. */
    String string(int offset) {
        if (Integer.compareUnsigned(offset, stringBytes) >= 0) {
            throw new MalformedFileException("a name of .BTF is at " + Integer.toUnsignedString(offset)
                    + ", but the names have " + stringBytes + " bytes");
        }
        int start = strings + offset;
        int end = start;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
