package io.bpfiterator;

import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.object.BpfLink;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.CgroupOptions;
import io.bpfiterator.object.IteratorOptions;
import io.bpfiterator.object.MapReference;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.object.TaskOptions;
import io.bpfiterator.reader.IteratorReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One declared iterator from its load to its close: what {@code bpftool iter pin} does, and its undoing. */
final class IteratorFixture implements AutoCloseable {

    private final BpfObject object;
    private final @Nullable BpfMap<byte[], byte[]> walkedMap;
    private final IteratorReader reader;

    /**
     * Loads, attaches and pins.
     *
     * @param placeholders applied to the annotation's texts
     * @param pinWords of which the pin's name is made
     */
    IteratorFixture(IteratorDeclaration declaration, UnaryOperator<String> placeholders, String pinWords) {
        BpfIterator annotation = declaration.annotation();
        Optional<PinPath> path = given(annotation.path(), placeholders).map(PinPath::at);
        Optional<MapReference> map = given(annotation.map(), placeholders).map(MapReference::parse);
        String obj = placeholders.apply(annotation.obj());
        OpenBpfObject open =
                BpfObject.open(ObjectLocator.locate(obj, declaration.declaringClass()), annotation.debug());
        String program = open.iterator(annotation.program());
        object = open.load();
        try {
            walkedMap = map.map(reference -> object.open(reference)).orElse(null);
            BpfLink link = object.program(program).attach(options(annotation, placeholders));
            reader = path.map(link::pin).orElseGet(() -> link.pin(pinWords)).reader();
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private static Optional<String> given(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? Optional.empty() : Optional.of(placeholders.apply(text));
    }

    private IteratorOptions options(BpfIterator annotation, UnaryOperator<String> placeholders) {
        List<IteratorOptions> given = new ArrayList<>();
        if (walkedMap != null) {
            given.add(IteratorOptions.map(walkedMap));
        }
        given(annotation.task(), placeholders).map(TaskOptions::parse).ifPresent(given::add);
        given(annotation.cgroup(), placeholders)
                .map(CgroupOptions::parse)
                .map(cgroup -> cgroup.order(annotation.order()))
                .ifPresent(given::add);
        if (given.size() > 1) {
            throw new BpfException("An iterator takes one of map, task and cgroup, and was given " + given
                    + "; leave out what its target does not take");
        }
        return given.isEmpty() ? IteratorOptions.none() : given.get(0);
    }

    IteratorReader reader() {
        return reader;
    }

    /** Returns the maps that the test may ask for: those that the object declares, and the one that the iterator walks. */
    List<BpfMap<byte[], byte[]>> maps() {
        List<BpfMap<byte[], byte[]>> maps = new ArrayList<>(object.declaredMaps());
        if (walkedMap != null
                && maps.stream()
                        .noneMatch(map -> map.info().id() == walkedMap.info().id())) {
            maps.add(walkedMap);
        }
        return maps;
    }

    BpfObject object() {
        return object;
    }

    String log() {
        return object.log();
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Unpins, detaches and closes. */
    @Override
    public void close() {
        object.close();
    }
}
