package io.bpfiterator;

import io.bpfiterator.object.BpfMap;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * A parameter of type {@link BpfMap}: it receives a map of a pinned iterator's object by {@link BpfName} or by its own name,
 * or else the only map that there is.
 */
final class MapParameter {

    private final Parameter parameter;
    private final Optional<String> askedName;

    MapParameter(ParameterContext context) {
        this.parameter = context.getParameter();
        this.askedName = context.findAnnotation(BpfName.class).map(BpfName::value);
    }

    /** Chooses among what was pinned at each place, nearest first. */
    BpfMap<?, ?> choose(List<List<IteratorFixture>> places) {
        List<BpfMap<byte[], byte[]>> all = new ArrayList<>();
        for (List<IteratorFixture> place : places) {
            List<BpfMap<byte[], byte[]>> maps =
                    place.stream().flatMap(fixture -> fixture.maps().stream()).toList();
            List<BpfMap<byte[], byte[]>> named =
                    maps.stream().filter(this::hasTheName).toList();
            if (named.size() == 1) {
                return typed(named.get(0));
            }
            if (named.size() > 1) {
                throw unclear("more than one", named);
            }
            all.addAll(maps);
        }
        if (askedName.isEmpty() && all.size() == 1) {
            return typed(all.get(0));
        }
        throw unclear("none or any", all);
    }

    private boolean hasTheName(BpfMap<byte[], byte[]> map) {
        return askedName
                .or(() -> parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty())
                .filter(map.name()::equals)
                .isPresent();
    }

    private ParameterResolutionException unclear(String howMany, List<BpfMap<byte[], byte[]>> maps) {
        return new ParameterResolutionException("Parameter " + parameter + " could be " + howMany
                + " of the maps here: "
                + maps + "; name one with @BpfName, or name the parameter like it and compile with -parameters; of two"
                + " iterators of one object, take the map from a BpfSession");
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
        throw new ParameterResolutionException("Parameter " + parameter
                + " does not say what the map's keys and values are; write BpfMap<Integer, Long>, say,"
                + " BpfMap<Integer, List<Long>> for a per-CPU map, or BpfMap<byte[], byte[]>");
    }
}
