package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The map whose elements an iterator walks. */
final class MapOptions extends IteratorOptions {

    private final BpfMap<?, ?> map;

    MapOptions(BpfMap<?, ?> map) {
        this.map = map;
    }

    BpfMap<?, ?> map() {
        return map;
    }

    @Override
    void check(BpfProgram program, IteratorTarget target) {
        requireAccepted(Parameter.MAP, program, target, map);
    }

    @Override
    int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
        Memory info = emptyLinkInfo();
        info.setInt(0, map.fd().number());
        return call.applyAsInt(info);
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
