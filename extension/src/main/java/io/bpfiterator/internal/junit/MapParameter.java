package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfName;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.map.BpfMap;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Resolves a parameter of type {@link BpfMap}, which receives a map of a pinned iterator's object: the map named by
 * {@link BpfName}, else the map with the parameter's name, else the only map.
 */
final class MapParameter {

    private final Parameter parameter;
    private final Optional<String> requestedName;

    MapParameter(ParameterContext context) {
        this.parameter = context.getParameter();
        this.requestedName = context.findAnnotation(BpfName.class).map(BpfName::value);
    }

    /** Chooses among the maps of the pinned iterators, which are grouped by the declaring element, nearest first. */
    BpfMap<?, ?> choose(List<List<IteratorFixture>> groups) {
        List<BpfMap<byte[], byte[]>> all = new ArrayList<>();
        for (List<IteratorFixture> group : groups) {
            List<BpfMap<byte[], byte[]>> maps =
                    group.stream().flatMap(fixture -> fixture.maps().stream()).toList();
            List<BpfMap<byte[], byte[]>> named =
                    maps.stream().filter(this::hasRequestedName).toList();
            if (named.size() == 1) {
                return typed(named.get(0));
            }
            if (named.size() > 1) {
                throw unresolved("several maps have its name: " + named);
            }
            all.addAll(maps);
        }
        if (requestedName.isEmpty() && all.size() == 1) {
            return typed(all.get(0));
        }
        throw unresolved(requestedName
                        .map(name -> "no map is named \"" + name + "\", only: ")
                        .orElse("no map has its name, and several exist: ")
                + all);
    }

    private boolean hasRequestedName(BpfMap<byte[], byte[]> map) {
        return requestedName
                .or(() -> parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty())
                .filter(map.name()::equals)
                .isPresent();
    }

    private ParameterResolutionException unresolved(String cause) {
        return new ParameterResolutionException(Failure.invalid("Cannot inject a map into parameter " + parameter)
                .because(cause)
                .remedy("Select a map with @BpfName, or give the parameter its name and compile with -parameters. If"
                        + " two iterators load the same object, open the object with a BpfSession instead")
                .message());
    }

    private BpfMap<?, ?> typed(BpfMap<byte[], byte[]> map) {
        if (parameter.getParameterizedType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] instanceof Class<?> keys) {
            if (type.getActualTypeArguments()[1] instanceof Class<?> values) {
                return map.typed(keys, values);
            }
            if (type.getActualTypeArguments()[1] instanceof ParameterizedType list
                    && list.getRawType() == List.class
                    && list.getActualTypeArguments()[0] instanceof Class<?> values) {
                return map.perCpu(keys, values);
            }
        }
        throw new ParameterResolutionException(Failure.invalid("Cannot inject a map into parameter " + parameter)
                .because("its type does not name the Java types of the keys and values")
                .remedy("Declare it as BpfMap<Integer, Long>, for example, as BpfMap<Integer, List<Long>> for a per-CPU"
                        + " map, or as BpfMap<byte[], byte[]>")
                .message());
    }
}
