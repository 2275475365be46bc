package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
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

    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    private static final int COMMON_BYTES = 12;

    private static final int KIND_INT = 1;
    private static final int KIND_PTR = 2;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_UNION = 5;
    private static final int KIND_ENUM = 6;
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_VOLATILE = 9;
    private static final int KIND_CONST = 10;
    private static final int KIND_RESTRICT = 11;
    private static final int KIND_FUNC = 12;
    private static final int KIND_FUNC_PROTO = 13;
    private static final int KIND_VAR = 14;
    private static final int KIND_DATASEC = 15;
    private static final int KIND_FLOAT = 16;
    private static final int KIND_DECL_TAG = 17;
    private static final int KIND_TYPE_TAG = 18;
    private static final int KIND_ENUM64 = 19;

    private static final int INT_SIGNED = 1;
    private static final int INT_BOOL = 4;

    private static SoftReference<@Nullable Btf> kernel = new SoftReference<>(null);

    private final ByteBuffer data;
    private final int strings;

    /** The offset of each type by its id; unused for id 0, which is void. */
    private final int[] offsets;

    private Btf(ByteBuffer data) {
        this.data = data;
        int header = data.getInt(4);
        int types = header + data.getInt(8);
        int end = types + data.getInt(12);
        this.strings = header + data.getInt(16);
        this.offsets = offsets(types, end);
    }

    /**
     * Parses raw BTF in this machine's byte order.
     *
     * @throws BpfException if the bytes do not begin with a BTF header
     */
    public static Btf parse(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (bytes.length < HEADER_BYTES || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
            throw Failure.invalid("Cannot parse " + Count.of(bytes.length, "byte") + " as BTF")
                    .because("they do not begin with a BTF header in this machine's byte order")
                    .remedy("Compile the object again with clang -g --target=bpf")
                    .exception();
        }
        return new Btf(data);
    }

    /**
     * Returns the running kernel's own types, about 6 MB. They are read once in a JVM that has the memory to keep them.
     *
     * @throws BpfException if the kernel shows no types
     */
    public static synchronized Btf ofKernel() {
        Btf known = kernel.get();
        if (known == null) {
            known = readKernel();
            kernel = new SoftReference<>(known);
        }
        return known;
    }

    private static Btf readKernel() {
        try {
            return parse(Files.readAllBytes(KERNEL));
        } catch (IOException e) {
            throw Failure.absent("The running kernel shows no BTF at " + KERNEL)
                    .remedy("Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, which iterators require")
                    .causedBy(e)
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
        return switch (kind(info)) {
            case KIND_INT -> {
                int encoding = data.getInt(at + COMMON_BYTES) >>> 24;
                yield new BtfType.Int(name, sizeOrType, (encoding & INT_SIGNED) != 0, (encoding & INT_BOOL) != 0);
            }
            case KIND_FLOAT -> new BtfType.Float(name, sizeOrType);
            case KIND_PTR -> new BtfType.Pointer(sizeOrType);
            case KIND_ARRAY -> new BtfType.Array(data.getInt(at + COMMON_BYTES), data.getInt(at + COMMON_BYTES + 8));
            case KIND_STRUCT, KIND_UNION ->
                new BtfType.Struct(
                        name, sizeOrType, kind(info) == KIND_UNION, each(at, 12, offset -> member(offset, flag)));
            case KIND_ENUM -> new BtfType.Enum(name, sizeOrType, flag, each(at, 8, offset -> enumerator(offset, flag)));
            case KIND_ENUM64 -> new BtfType.Enum(name, sizeOrType, flag, each(at, 12, this::enumerator64));
            case KIND_TYPEDEF -> new BtfType.Alias(name, sizeOrType);
            case KIND_VOLATILE, KIND_CONST, KIND_RESTRICT, KIND_TYPE_TAG -> new BtfType.Alias("", sizeOrType);
            case KIND_FUNC -> new BtfType.Function(name, sizeOrType);
            case KIND_FUNC_PROTO -> new BtfType.Prototype(sizeOrType, each(at, 8, offset -> data.getInt(offset + 4)));
            case KIND_VAR -> new BtfType.Variable(name, sizeOrType);
            case KIND_DATASEC ->
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
        BtfType type = type(id);
        while (type instanceof BtfType.Alias alias) {
            type = type(alias.target());
        }
        return type;
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

    /** Returns the id of the function with a name; empty if there is no such function. */
    public OptionalInt functionId(String name) {
        return ids(BtfType.Function.class, name).findFirst();
    }

    /** Returns the ids of all functions in ascending order. */
    IntStream functionIds() {
        return ids(BtfType.Function.class);
    }

    private IntStream ids(Class<? extends BtfType> kind, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ids(kind)
                .filter(id -> startsWith(data.getInt(offsets[id]), bytes))
                .filter(id -> type(id).name().equals(name));
    }

    /** Returns ids by class without decoding types of other classes: a kernel has 150,000 types. */
    private IntStream ids(Class<? extends BtfType> kind) {
        return IntStream.range(1, offsets.length)
                .filter(id -> kind.isAssignableFrom(classOf(kind(data.getInt(offsets[id] + 4)))));
    }

    private static Class<? extends BtfType> classOf(int kind) {
        return switch (kind) {
            case KIND_INT -> BtfType.Int.class;
            case KIND_FLOAT -> BtfType.Float.class;
            case KIND_PTR -> BtfType.Pointer.class;
            case KIND_ARRAY -> BtfType.Array.class;
            case KIND_STRUCT, KIND_UNION -> BtfType.Struct.class;
            case KIND_ENUM, KIND_ENUM64 -> BtfType.Enum.class;
            case KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST, KIND_RESTRICT, KIND_TYPE_TAG -> BtfType.Alias.class;
            case KIND_FUNC -> BtfType.Function.class;
            case KIND_FUNC_PROTO -> BtfType.Prototype.class;
            case KIND_VAR -> BtfType.Variable.class;
            case KIND_DATASEC -> BtfType.Section.class;
            default -> BtfType.Opaque.class;
        };
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
        int count = count(data.getInt(at + 4));
        List<T> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(decode.apply(at + COMMON_BYTES + i * bytes));
        }
        return parts;
    }

    private int[] offsets(int types, int end) {
        int[] found = new int[1024];
        int count = 1;
        for (int at = types; at < end; at += COMMON_BYTES + trailingBytes(data.getInt(at + 4))) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at;
        }
        return Arrays.copyOf(found, count);
    }

    private static int trailingBytes(int info) {
        int count = count(info);
        return switch (kind(info)) {
            case KIND_INT, KIND_VAR, KIND_DECL_TAG -> 4;
            case KIND_ARRAY -> 12;
            case KIND_STRUCT, KIND_UNION, KIND_DATASEC, KIND_ENUM64 -> 12 * count;
            case KIND_ENUM, KIND_FUNC_PROTO -> 8 * count;
            default -> 0;
        };
    }

    private static int kind(int info) {
        return info >>> 24 & 0x1f;
    }

    private static int count(int info) {
        return info & 0xffff;
    }

    private boolean startsWith(int offset, byte[] name) {
        int start = strings + offset;
        return Arrays.equals(data.array(), start, Math.min(start + name.length, data.limit()), name, 0, name.length);
    }

    private String string(int offset) {
        int start = strings + offset;
        int end = start;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
