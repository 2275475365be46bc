// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.map.BpfMap;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Resolves a parameter of type {@link BpfMap}, which receives a map of a pinned iterator's object. */
record MapParameter(ParameterContext context) {

    /** Chooses among the maps of the pinned iterators, which are grouped by the declaring element, nearest first. */
    BpfMap<?, ?> choose(List<List<IteratorFixture>> groups) {
        return typed(new NamedParameter<BpfMap<byte[], byte[]>>(context, "a map", IteratorFixture::maps, BpfMap::name)
                .choose(groups));
    }

    private BpfMap<?, ?> typed(BpfMap<byte[], byte[]> map) {
        Parameter parameter = context.getParameter();
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
