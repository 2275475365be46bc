// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/** Implements {@link OpenBpfObject}. */
public final class OpenedObject implements OpenBpfObject {

    private final ObjectOpening opening;
    private final ObjectDescription description;
    private final LoadChoices choices;
    private final Consumer<LoadedObject> owner;
    private boolean loaded;

    private OpenedObject(ObjectOpening opening, Consumer<LoadedObject> owner) {
        this.opening = opening;
        this.description = opening.description();
        this.choices = new LoadChoices(description);
        this.owner = owner;
    }

    /**
     * Opens a BPF object without loading it. The caller closes what {@link #load} returns.
     *
     * @throws BpfException if libbpf is missing or cannot parse the object
     */
    public static OpenedObject open(ObjectFile file) {
        return open(file, false);
    }

    /**
     * Opens a BPF object without loading it. With {@code debug}, {@link BpfObject#log} contains libbpf's debug messages
     * and the verifier's log of every program after the load.
     *
     * @throws BpfException if libbpf is missing or cannot parse the object
     */
    public static OpenedObject open(ObjectFile file, boolean debug) {
        return open(file, debug, object -> {});
    }

    /** Opens a BPF object without loading it, and passes the loaded object to an owner, which closes it. */
    public static OpenedObject open(ObjectFile file, boolean debug, Consumer<LoadedObject> owner) {
        return new OpenedObject(ObjectOpening.of(file, debug), owner);
    }

    /** Returns what the object contains. */
    public ObjectSummary summary() {
        return ObjectSummary.of(description);
    }

    @Override
    public List<String> programs() {
        return description.programs().stream()
                .map(ObjectDescription.Program::name)
                .toList();
    }

    @Override
    public List<String> iterators() {
        return description.iterators().stream()
                .map(ObjectDescription.Program::name)
                .toList();
    }

    @Override
    public String iterator(String name) {
        List<String> iterators = iterators();
        if (iterators.isEmpty()) {
            throw Failure.invalid(description.file() + " has no iterator program")
                    .because("it has only " + contents())
                    .remedy("Mark an iterator with SEC(\"iter/TARGET\")")
                    .exception();
        }
        String listed = String.join(", ", iterators);
        if (name.isEmpty() && iterators.size() > 1) {
            throw Failure.invalid(description.file() + " has " + iterators.size() + " iterator programs")
                    .because(listed)
                    .remedy("Choose one with program = \"…\"")
                    .exception();
        }
        String chosen = name.isEmpty() ? iterators.get(0) : name;
        if (!iterators.contains(chosen)) {
            throw description
                    .program(chosen)
                    .map(program -> Failure.invalid(
                                    "Program " + chosen + " of " + description.file() + " is not an iterator")
                            .because("its section is " + program.section()))
                    .orElseGet(() -> Failure.notFound(description.file() + " has no program " + chosen))
                    .remedy("Choose one of its iterators: " + listed)
                    .exception();
        }
        autoload(chosen, true);
        return chosen;
    }

    @Override
    public OpenedObject autoload(String program, boolean wanted) {
        requireOpen();
        if (description.program(program).isEmpty()) {
            throw UnknownName.failure(
                            description.file() + " has no program " + program,
                            description.programs().stream().map(ObjectDescription.Program::toString))
                    .exception();
        }
        choices.load(program, wanted);
        return this;
    }

    @Override
    public OpenedObject only(String... programs) {
        programs().forEach(program -> autoload(program, false));
        for (String program : programs) {
            autoload(program, true);
        }
        return this;
    }

    @Override
    public OpenedObject global(String name, Object value) {
        requireOpen();
        GlobalVariables.Location location = new GlobalVariables(description).find(name);
        ObjectDescription.Map map = location.map();
        if (map.dataSection().filter(".kconfig"::equals).isPresent()) {
            throw Failure.invalid("Cannot set global variable " + name)
                    .because("libbpf fills it in from the kernel's configuration (__kconfig)")
                    .remedy("Leave it as it is")
                    .exception();
        }
        byte[] data = choices.data()
                .computeIfAbsent(map.name(), section -> map.initialData().clone());
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).position(location.offset());
        buffer.put(location.encoded(value));
        return this;
    }

    @Override
    public OpenedObject maxEntries(String map, int entries) {
        requireOpen();
        requireMap(map);
        choices.maxEntries().put(map, entries);
        return this;
    }

    @Override
    public OpenedObject autocreate(String map, boolean wanted) {
        requireOpen();
        requireMap(map);
        choices.create(map, wanted);
        return this;
    }

    private void requireMap(String map) {
        if (description.maps().stream().noneMatch(candidate -> candidate.name().equals(map))) {
            throw UnknownName.failure(
                            description.file() + " has no map " + map,
                            description.maps().stream().map(ObjectDescription.Map::name))
                    .exception();
        }
    }

    @Override
    public OpenedObject pinMapsByName() {
        requireOpen();
        choices.pinMapsByName();
        return this;
    }

    @Override
    public LoadedObject load() {
        requireOpen();
        LoadedObject object = ObjectLoader.load(opening, choices);
        loaded = true;
        owner.accept(object);
        return object;
    }

    private String contents() {
        return description.programs().isEmpty()
                ? "maps and data"
                : String.join(
                        ", ",
                        description.programs().stream()
                                .map(ObjectDescription.Program::toString)
                                .toList());
    }

    private void requireOpen() {
        if (loaded) {
            throw new IllegalStateException(
                    description.file() + " is already loaded. Open it again to make other choices.");
        }
    }
}
