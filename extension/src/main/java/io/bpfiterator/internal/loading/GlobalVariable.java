// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.object.BpfGlobal;

/** Implements {@link BpfGlobal}. */
final class GlobalVariable implements BpfGlobal {

    private final GlobalVariables.Location location;
    private final GlobalMemory memory;

    GlobalVariable(GlobalVariables.Location location, GlobalMemory memory) {
        this.location = location;
        this.memory = memory;
    }

    @Override
    public String name() {
        return location.name();
    }

    @Override
    public <T> T as(Class<T> type) {
        Codec<T> codec = location.codec(type);
        return codec.decode(memory.read(location.offset(), location.size()));
    }

    @Override
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
