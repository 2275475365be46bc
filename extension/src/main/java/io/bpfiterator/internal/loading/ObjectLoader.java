// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.trace.PrintkLog;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Loads an opened object from its template if it has or can have one, else through libbpf.
 *
 * <p>The first load goes through libbpf and creates the template. If it fails, its failure is final. If the
 * object cannot be copied, libbpf's own result is used. If the kernel refuses a later copy, libbpf loads the object,
 * because libbpf's log explains the refusal better.
 */
final class ObjectLoader {

    private static final LatestUsed<Key, Optional<ObjectTemplate>> TEMPLATES =
            new LatestUsed<>(ObjectTemplate.MOST, template -> template.ifPresent(ObjectTemplate::close));

    private record Key(ObjectDescription description, Set<String> programs, Set<String> mapsLeftOut) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && key.description == description
                    && key.programs.equals(programs)
                    && key.mapsLeftOut.equals(mapsLeftOut);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(description) * 31 + programs.hashCode() + mapsLeftOut.hashCode();
        }
    }

    private ObjectLoader() {}

    /**
     * Loads the chosen programs and maps.
     *
     * @throws BpfException with libbpf's and the verifier's log, if the kernel refuses
     */
    static LoadedObject load(ObjectOpening opening, LoadChoices choices) {
        if (opening.description().prints()) {
            PrintkLog.start();
        }
        try {
            return ComplexityRecorder.record(
                    mayHaveTemplate(opening, choices)
                            ? loadWithTemplate(opening, choices)
                            : loadThroughLibbpf(opening, choices));
        } finally {
            opening.release();
        }
    }

    /** Closes all templates, which later loads create again. */
    static void closeTemplates() {
        TEMPLATES.clear();
    }

    private static boolean mayHaveTemplate(ObjectOpening opening, LoadChoices choices) {
        return !opening.isDebug()
                && Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.TEMPLATES)
                && ObjectTemplate.isPossible(opening.description(), choices);
    }

    private static LoadedObject loadWithTemplate(ObjectOpening opening, LoadChoices choices) {
        AtomicReference<@Nullable LoadedObject> first = new AtomicReference<>();
        Key key = new Key(opening.description(), Set.copyOf(choices.programs()), Set.copyOf(choices.mapsLeftOut()));
        Optional<ObjectTemplate> template;
        // Two threads that load the same object create one template.
        synchronized (opening.description()) {
            Optional<ObjectTemplate> known = TEMPLATES.get(key);
            template = known == null ? create(opening, choices, first) : known;
            if (known == null && template != null) {
                TEMPLATES.putIfAbsent(key, template);
            }
        }
        LoadedObject loaded = first.get();
        if (loaded != null) {
            return loaded;
        }
        return (template == null ? Optional.<ObjectTemplate>empty() : template)
                .flatMap(known -> known.copy(choices))
                .orElseGet(() -> loadThroughLibbpf(opening, choices));
    }

    private static LoadedObject loadThroughLibbpf(ObjectOpening opening, LoadChoices choices) {
        return withoutProbes(
                LibbpfLoader.load(opening.take(), opening.description(), choices, opening.isDebug()), opening, choices);
    }

    private static LoadedObject withoutProbes(LoadedObject loaded, ObjectOpening opening, LoadChoices choices) {
        if (ProbedVariants.areWanted()) {
            ProbedVariants.reportWithoutTemplate(opening.description(), choices.programs());
        }
        return loaded;
    }

    /**
     * Loads the object through libbpf as a template. Returns null if these choices allow no template, because others
     * may: the kernel may have removed functions that the chosen constants disable.
     *
     * @param first receives the template's first copy, or libbpf's object if it cannot be copied, which is therefore
     *     not loaded a second time
     */
    private static @Nullable Optional<ObjectTemplate> create(
            ObjectOpening opening, LoadChoices choices, AtomicReference<@Nullable LoadedObject> first) {
        ObjectDescription description = opening.description();
        LibbpfObject object = opening.take();
        try (LibbpfLog log = LibbpfLog.continuing(object.log(), false)) {
            LibbpfLoader.loadOnly(object, description, choices, false, log);
            Optional<ObjectTemplate> template = copyable(description, choices, object);
            Optional<LoadedObject> copy = template.flatMap(created -> firstCopy(created, choices));
            if (copy.isPresent()) {
                object.close();
                first.set(copy.get());
                return template;
            }
            first.set(withoutProbes(LibbpfLoader.product(object, description, choices, log.text()), opening, choices));
            return choices.changeMaps() ? null : Optional.empty();
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
    }

    /** Returns a template's first copy. Without one, the template is closed, because nothing will use it. */
    private static Optional<LoadedObject> firstCopy(ObjectTemplate template, LoadChoices choices) {
        Optional<LoadedObject> copy = Optional.empty();
        try {
            copy = template.copy(choices);
            return copy;
        } finally {
            if (copy.isEmpty()) {
                template.close();
            }
        }
    }

    /** Returns the template of a loaded object; empty also if this process may not ask the kernel about it. */
    private static Optional<ObjectTemplate> copyable(
            ObjectDescription description, LoadChoices choices, LibbpfObject object) {
        try {
            return ObjectTemplate.of(description, choices, object);
        } catch (BpfException refused) {
            return Optional.empty();
        }
    }
}
