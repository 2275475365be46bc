// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.btf.RecordType;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.Listing;
import io.bpfiterator.internal.text.NearestName;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Implements {@link IteratorReader}. */
public final class SourceReader implements IteratorReader {

    private final IteratorSource source;
    private final int chunkSize;
    private final Duration retryFor;
    private final AtomicReference<@Nullable OutputHead> latest;

    /** Creates a reader; tests obtain theirs from the extension or from a {@link io.bpfiterator.BpfSession}. */
    public SourceReader(IteratorSource source) {
        this(
                source,
                ChunkSize.DEFAULT,
                Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.RETRY),
                new AtomicReference<>());
    }

    private SourceReader(
            IteratorSource source, int chunkSize, Duration retryFor, AtomicReference<@Nullable OutputHead> latest) {
        this.source = source;
        this.chunkSize = chunkSize;
        this.retryFor = retryFor;
        this.latest = latest;
    }

    @Override
    public IteratorReader withChunkSize(int bytes) {
        return new SourceReader(source, ChunkSize.require(bytes), retryFor, latest);
    }

    @Override
    public IteratorReader retryingFor(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The duration must not be negative, but is " + duration + ".");
        }
        return new SourceReader(source, chunkSize, duration, latest);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Path path() {
        return source.path()
                .orElseThrow(() -> new IllegalStateException("Iterator " + name() + " has no path: it is not pinned."));
    }

    @Override
    public IteratorInputStream open() {
        return new RunInputStream(source, chunkSize, retryFor, latest::set);
    }

    @Override
    public byte[] bytes() {
        try (IteratorInputStream run = open()) {
            return run.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @SuppressWarnings("resource")
    public Stream<String> stream() {
        IteratorInputStream run = open();
        Spliterator<String> lines =
                Spliterators.spliteratorUnknownSize(new LineIterator(run), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(lines, false).onClose(run::close);
    }

    @Override
    @SuppressWarnings("resource")
    public <T> Stream<T> records(Codec<T> codec) {
        if (codec.size() < 1) {
            throw Failure.invalid("Cannot read records of iterator " + name())
                    .because("a record of " + codec + " has no bytes")
                    .remedy("Describe a record of at least one byte")
                    .exception();
        }
        IteratorInputStream run = open();
        Spliterator<T> records = Spliterators.spliteratorUnknownSize(
                new RecordIterator<>(name(), run, codec), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(records, false).onClose(run::close);
    }

    @Override
    public <T extends Record> Stream<T> records(Class<T> type) {
        return records(type, RecordType.snakeCase(type.getSimpleName()));
    }

    @Override
    public <T extends Record> Stream<T> records(Class<T> type, String struct) {
        Btf btf = source.btf()
                .orElseThrow(() -> Failure.invalid("Cannot read records of iterator " + name() + " as struct " + struct)
                        .because("the BTF of its object is not available")
                        .remedy("Compile the program with clang -g, or describe the records with a Layout")
                        .exception());
        int id = btf.structId(struct)
                .orElseThrow(() -> noStruct(struct, btf.structNames()).exception());
        return records(Codecs.of(type, btf, id, "The records of iterator " + name()));
    }

    private Failure noStruct(String struct, List<String> known) {
        return Failure.notFound("Cannot read records of iterator " + name() + " as struct " + struct)
                .because("the BTF of its object has only: " + Listing.of(ownFirst(known)))
                .remedy(NearestName.of(struct, known)
                                .map(nearest -> "Did you mean struct " + nearest + "? Otherwise, to")
                                .orElse("Correct the name. To")
                        + " make clang emit the struct, declare a global variable: struct " + struct + " *unused");
    }

    /** An object that includes {@code vmlinux.h} has hundreds of structs of the kernel, besides its own. */
    private static List<String> ownFirst(List<String> structs) {
        Btf kernel = Btf.ofKernel();
        return structs.stream()
                .sorted(Comparator.comparing(
                        (String struct) -> kernel.structId(struct).isPresent()))
                .toList();
    }

    @Override
    public Optional<String> latestOutput() {
        return Optional.ofNullable(latest.get()).map(OutputHead::text);
    }

    @Override
    public String toString() {
        return "iterator " + name() + source.path().map(path -> " at " + path).orElse("");
    }
}
