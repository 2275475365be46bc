package io.bpfiterator;

import io.bpfiterator.bpffs.Bpffs;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.object.BpfLink;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.IteratorOptions;
import io.bpfiterator.object.MapReference;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.object.Teardown;
import io.bpfiterator.reader.IteratorReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One declared iterator from its load to its close: what {@code bpftool iter pin} does, and its undoing. */
final class IteratorFixture implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
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
        try {
            Optional<PinPath> userPath = given(annotation.path(), placeholders).map(PinPath::at);
            Optional<MapReference> map = given(annotation.map(), placeholders).map(MapReference::parse);
            String obj = placeholders.apply(annotation.obj());
            OpenBpfObject opening =
                    keep(BpfObject.open(ObjectLocator.locate(obj, declaration.testClass()), annotation.debug()));
            String program = opening.iterator(annotation.program());
            object = keep(opening.load());
            walkedMap = map.map(reference -> keep(reference.open(object))).orElse(null);
            BpfLink link = keep(object.program(program).attach(options()));
            PinPath path = userPath.orElseGet(() -> keep(Bpffs.temporary()).path(pinWords));
            reader = keep(link.pin(path)).reader();
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private static Optional<String> given(String text, UnaryOperator<String> placeholders) {
        return text.isEmpty() ? Optional.empty() : Optional.of(placeholders.apply(text));
    }

    private IteratorOptions options() {
        return walkedMap == null ? IteratorOptions.none() : IteratorOptions.map(walkedMap);
    }

    IteratorReader reader() {
        return reader;
    }

    /** Returns the map that the iterator walks, if it walks one. */
    Optional<BpfMap<byte[], byte[]>> walkedMap() {
        return Optional.ofNullable(walkedMap);
    }

    /** Returns the object's map of a name. */
    Optional<BpfMap<byte[], byte[]>> map(String name) {
        return object.maps().stream().filter(map -> map.name().equals(name)).findFirst();
    }

    String log() {
        return object.log();
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Undoes in the opposite order: unpin, detach, close. */
    @Override
    public void close() {
        Teardown teardown = new Teardown();
        while (!opened.isEmpty()) {
            teardown.close(opened.pop());
        }
        teardown.finish();
    }
}
