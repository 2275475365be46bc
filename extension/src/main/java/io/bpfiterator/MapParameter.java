package io.bpfiterator;

import io.bpfiterator.object.BpfMap;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
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

    BpfMap<?, ?> choose(List<IteratorFixture> fixtures) {
        List<BpfMap<byte[], byte[]>> all =
                fixtures.stream().flatMap(fixture -> fixture.maps().stream()).toList();
        Optional<String> name =
                askedName.or(() -> parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty());
        List<BpfMap<byte[], byte[]>> found = all.stream()
                .filter(map -> name.filter(map.name()::equals).isPresent())
                .toList();
        if (found.size() == 1) {
            return typed(found.get(0));
        }
        if (found.isEmpty() && askedName.isEmpty() && all.size() == 1) {
            return typed(all.get(0));
        }
        throw new ParameterResolutionException("Parameter " + parameter + " could be "
                + (found.isEmpty() ? "none or any" : "more than one") + " of the maps here: " + all
                + "; name one with @BpfName, or name the parameter like it and compile with -parameters");
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
