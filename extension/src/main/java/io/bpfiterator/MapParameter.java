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
 * A parameter of type {@link BpfMap}: it receives a map of a declared iterator's object by name, or else the map that the
 * only declared iterator walks.
 */
final class MapParameter {

    private final Parameter parameter;
    private final Optional<String> askedName;

    MapParameter(ParameterContext context) {
        this.parameter = context.getParameter();
        this.askedName = context.findAnnotation(BpfName.class).map(BpfName::value);
    }

    BpfMap<?, ?> choose(List<IteratorFixture> fixtures) {
        BpfMap<byte[], byte[]> map =
                askedName.isPresent() ? only(named(fixtures, askedName.get())) : byOwnNameOrWalked(fixtures);
        return typed(map);
    }

    private BpfMap<byte[], byte[]> byOwnNameOrWalked(List<IteratorFixture> fixtures) {
        List<BpfMap<byte[], byte[]>> named =
                parameter.isNamePresent() ? named(fixtures, parameter.getName()) : List.of();
        return named.isEmpty()
                ? only(fixtures.stream()
                        .flatMap(fixture -> fixture.walkedMap().stream())
                        .toList())
                : only(named);
    }

    private static List<BpfMap<byte[], byte[]>> named(List<IteratorFixture> fixtures, String name) {
        List<BpfMap<byte[], byte[]>> found = new ArrayList<>();
        for (IteratorFixture fixture : fixtures) {
            fixture.walkedMap()
                    .filter(map -> map.name().equals(name))
                    .or(() -> fixture.map(name))
                    .ifPresent(found::add);
        }
        return found;
    }

    private BpfMap<byte[], byte[]> only(List<BpfMap<byte[], byte[]>> found) {
        if (found.size() != 1) {
            throw new ParameterResolutionException("Parameter " + parameter + " could be "
                    + (found.isEmpty() ? "no map" : "any of " + found)
                    + " of the iterators declared here; name a map of their objects with @BpfName");
        }
        return found.get(0);
    }

    private BpfMap<?, ?> typed(BpfMap<byte[], byte[]> map) {
        if (parameter.getParameterizedType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] instanceof Class<?> keys
                && type.getActualTypeArguments()[1] instanceof Class<?> values) {
            return map.typed(keys, values);
        }
        throw new ParameterResolutionException("Parameter " + parameter
                + " does not say what the map's keys and values are; write BpfMap<Integer, Long>, say, or"
                + " BpfMap<byte[], byte[]>");
    }
}
