// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfName;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.iterator.AttachedLink;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectLocator;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.map.MapReference;
import io.bpfiterator.internal.targets.CgroupParameter;
import io.bpfiterator.internal.targets.TaskParameter;
import io.bpfiterator.internal.text.Listing;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfGlobal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads, attaches and pins one declared iterator, as {@code bpftool iter pin} does, and undoes it all when closed. */
final class IteratorFixture implements AutoCloseable {

    private final String name;
    private final LoadedObject object;
    private final @Nullable BpfMap<byte[], byte[]> walkedMap;
    private final IteratorReader reader;

    /**
     * Loads, attaches and pins the iterator.
     *
     * @param placeholders replaces the placeholders in the annotation's attributes
     * @param pinName the name of the pin in a temporary bpffs
     */
    IteratorFixture(IteratorDeclaration declaration, UnaryOperator<String> placeholders, String pinName) {
        BpfIterator annotation = declaration.annotation();
        name = declaration.name();
        Optional<PinPath> path = given(annotation.path(), placeholders).map(text -> PinPath.at(Path.of(text)));
        Optional<MapReference> map = given(annotation.map(), placeholders).map(MapReference::parse);
        String obj = placeholders.apply(annotation.obj());
        OpenedObject open =
                OpenedObject.open(ObjectLocator.locate(obj, declaration.declaringClass()), annotation.debug());
        String program = open.iterator(annotation.program());
        open.only(Stream.concat(Stream.of(program), Arrays.stream(annotation.autoload()))
                .toArray(String[]::new));
        for (String unwanted : annotation.withoutMaps()) {
            open.autocreate(unwanted, false);
        }
        object = open.load();
        try {
            walkedMap = map.map(object::openMap).orElse(null);
            AttachedLink link = object.program(program).attach(options(annotation, placeholders));
            reader = retrying(
                    path.map(link::pin).orElseGet(() -> link.pin(pinName)).reader(), annotation.retrySeconds());
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
    }

    private static Optional<String> given(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? Optional.empty() : Optional.of(placeholders.apply(text));
    }

    private static IteratorReader retrying(IteratorReader reader, int seconds) {
        return seconds == 0 ? reader : reader.retryingFor(Duration.ofSeconds(seconds));
    }

    private IteratorOptions options(BpfIterator annotation, UnaryOperator<String> placeholders) {
        List<IteratorOptions> given = new ArrayList<>();
        if (walkedMap != null) {
            given.add(IteratorOptions.map(walkedMap));
        }
        given(annotation.task(), placeholders).map(TaskParameter::parse).ifPresent(given::add);
        given(annotation.cgroup(), placeholders)
                .map(text -> CgroupParameter.parse(text, annotation.order()))
                .ifPresent(given::add);
        if (given.size() > 1) {
            throw Failure.invalid("Cannot attach the iterator")
                    .because("map, task and cgroup exclude each other, but the annotation sets " + Listing.of(given))
                    .remedy("Remove those that do not apply to its target")
                    .exception();
        }
        return given.isEmpty() ? IteratorOptions.none() : given.get(0);
    }

    /** Returns the name by which {@link BpfName} selects the iterator. */
    String name() {
        return name;
    }

    IteratorReader reader() {
        return reader;
    }

    /** Returns the maps that can be injected: those that the object declares, and the one that the iterator walks. */
    List<BpfMap<byte[], byte[]>> maps() {
        List<BpfMap<byte[], byte[]>> maps = new ArrayList<>(object.declaredMaps());
        if (walkedMap != null
                && maps.stream()
                        .noneMatch(map -> map.info().id() == walkedMap.info().id())) {
            maps.add(walkedMap);
        }
        return maps;
    }

    /** Returns the global variables that can be injected. */
    List<BpfGlobal> globals() {
        return object.globals().stream().map(object::global).toList();
    }

    LoadedObject object() {
        return object;
    }

    String log() {
        return object.log();
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Describes the iterator in messages that list what can be injected. */
    @Override
    public String toString() {
        return "\"" + name + "\" (object " + object.name() + ")";
    }

    /** Unpins and detaches the iterator, and closes the object. */
    @Override
    public void close() {
        object.close();
    }
}
