package io.bpfiterator.object;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;

/**
 * A global variable of a loaded object, in {@code .data}, {@code .bss} or {@code .rodata}. A read returns what the
 * program last wrote; a write changes only the variable's own bytes.
 */
public final class BpfGlobal {

    private final GlobalVariables.Location location;
    private final GlobalMemory memory;

    BpfGlobal(GlobalVariables.Location location, GlobalMemory memory) {
        this.location = location;
        this.memory = memory;
    }

    /** Returns the C variable's name. */
    public String name() {
        return location.name();
    }

    /**
     * Returns the value as a Java type.
     *
     * @param type a boxed number, {@code Boolean}, {@code String} for a {@code char} array, {@code byte[]} for the raw
     *     bytes, or a record for a struct
     * @throws BpfException if the Java type cannot hold the variable's C type
     */
    public <T> T as(Class<T> type) {
        Codec<T> codec = location.codec(type);
        return codec.decode(memory.read(location.offset(), location.size()));
    }

    /** Returns the value of an integer of at most 32 bits; an unsigned one must be below 2^31. */
    public int asInt() {
        return as(Integer.class);
    }

    /** Returns the value of an integer of at most 64 bits; an unsigned one of 64 bits keeps its bits. */
    public long asLong() {
        return as(Long.class);
    }

    public boolean asBoolean() {
        return as(Boolean.class);
    }

    /** Returns the characters of a {@code char} array up to its first NUL. */
    public String asString() {
        return as(String.class);
    }

    /**
     * Sets the value, which the program's next run reads.
     *
     * @throws BpfException if the variable is in {@code .rodata}, or the value does not fit its C type
     */
    public void set(Object value) {
        if (location.map().readOnly()) {
            throw Failure.invalid("Cannot set global variable " + name())
                    .because("it is in " + location.map().dataSection().orElseThrow()
                            + ", which is read-only after the load")
                    .remedy("Set it before the load, with OpenBpfObject.global")
                    .exception();
        }
        memory.write(location.offset(), location.encoded(value));
    }

    @Override
    public String toString() {
        return "global variable " + name();
    }
}
