// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.internal.map.KernelMap;
import io.bpfiterator.internal.text.Count;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The map whose elements an iterator walks. */
final class MapParameter extends LinkParameter {

    private static final Field MAP_FD = union().int32("map_fd");
    private static final Field MAP_ID = linkInfo(28).int32("map_id");

    @Override
    boolean isGivenBy(IteratorOptions options) {
        return options instanceof IteratorOptions.Elements;
    }

    @Override
    Optional<Failure> missing(String what, String target) {
        return Optional.of(Failure.invalid(what)
                .because("its target " + target + " walks the elements of a map, and the map is missing")
                .remedy("Name one with map = \"id N\", \"pinned FILE\" or \"name NAME\""));
    }

    @Override
    boolean isNewerThanItsTargets() {
        return false;
    }

    @Override
    int call(IteratorOptions options, CStruct info, ToIntFunction<CStruct> call) {
        info.set(MAP_FD, KernelMap.of(map(options)).fd().number());
        return call.applyAsInt(info);
    }

    @Override
    Failure failure(String what, Set<MapType> walkable, IteratorOptions options, int errno) {
        BpfMap<?, ?> map = map(options);
        if (Errno.EINVAL.is(errno)
                && !walkable.isEmpty()
                && !walkable.contains(map.info().mapType())) {
            return Failure.invalid(what)
                    .because("this target cannot walk a map of type "
                            + map.info().typeName())
                    .remedy("Use a map of type "
                            + walkable.stream().map(MapType::toString).collect(Collectors.joining(", ")));
        }
        if (Errno.EACCES.is(errno)) {
            return Failure.invalid(what)
                    .because("the program accesses more than the map's keys of "
                            + Count.of(map.info().keySize(), "byte") + " or values of "
                            + Count.of(map.info().valueSize(), "byte"))
                    .remedy("Use the map's types in the program");
        }
        return Failure.failed(what);
    }

    @Override
    LinkInfo decode(LinkInfo link, CStruct info) {
        return link.withMap(info.intOf(MAP_ID));
    }

    private static BpfMap<?, ?> map(IteratorOptions options) {
        return ((IteratorOptions.Elements) options).map();
    }
}
