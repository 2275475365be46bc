package io.bpfiterator.object;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * A BPF object that is open but not loaded yet. Programs, sizes of maps and initial values of global variables are
 * chosen here. It owns no resources and need not be closed.
 *
 * <p>Methods that choose return this object. After {@link #load} they throw an {@link IllegalStateException}.
 */
public final class OpenBpfObject {

    private final ObjectDescription description;
    private final LoadChoices choices;
    private final boolean debug;
    private final Consumer<BpfObject> owner;
    private boolean loaded;

    OpenBpfObject(ObjectDescription description, boolean debug, Consumer<BpfObject> owner) {
        this.description = description;
        this.choices = new LoadChoices(description);
        this.debug = debug;
        this.owner = owner;
    }

    /** Returns the names of all programs. */
    public List<String> programs() {
        return description.programs().stream()
                .map(ObjectDescription.Program::name)
                .toList();
    }

    /** Returns the names of the iterator programs, in the object's order. */
    public List<String> iterators() {
        return description.iterators().stream()
                .map(ObjectDescription.Program::name)
                .toList();
    }

    /**
     * Finds an iterator program and chooses it for the load, even if its section begins with {@code ?}.
     *
     * @param name the name of its C function; empty for the only iterator of the object
     * @return the program's name
     * @throws BpfException if there is no such program, it is not an iterator, or the name is empty and the object has
     *     several
     */
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

    /**
     * Chooses whether a program is loaded, regardless of a {@code ?} in its section.
     *
     * @throws BpfException if there is no such program
     */
    public OpenBpfObject autoload(String program, boolean wanted) {
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

    /**
     * Chooses these programs, and no others, for the load.
     *
     * @throws BpfException if there is no such program
     */
    public OpenBpfObject only(String... programs) {
        programs().forEach(program -> autoload(program, false));
        for (String program : programs) {
            autoload(program, true);
        }
        return this;
    }

    /**
     * Sets the initial value of a global variable. In {@code .rodata}, the value is constant and known to the verifier.
     *
     * @param name the C variable's name; the variable may be {@code static volatile const}
     * @param value a value of a Java type that fits the variable's C type
     * @throws BpfException if there is no such variable, or the value does not fit
     */
    public OpenBpfObject global(String name, Object value) {
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

    /**
     * Sets the maximum number of elements of a map.
     *
     * @throws BpfException if there is no such map
     */
    public OpenBpfObject maxEntries(String map, int entries) {
        requireOpen();
        if (description.maps().stream().noneMatch(candidate -> candidate.name().equals(map))) {
            throw UnknownName.failure(
                            description.file() + " has no map " + map,
                            description.maps().stream().map(ObjectDescription.Map::name))
                    .exception();
        }
        choices.maxEntries().put(map, entries);
        return this;
    }

    /**
     * Shares the maps that are declared with {@code LIBBPF_PIN_BY_NAME}: the load uses the map that is pinned in
     * {@code /sys/fs/bpf} under that name, or creates and pins it; the pin remains. By default, the object has its own
     * maps.
     */
    public OpenBpfObject pinMapsByName() {
        requireOpen();
        choices.pinMapsByName();
        return this;
    }

    /**
     * Loads the maps and the chosen programs into the kernel. After a refusal, other choices can be made and loaded.
     *
     * @throws BpfException with libbpf's and the verifier's log, if the kernel refuses
     */
    public BpfObject load() {
        requireOpen();
        BpfObject object =
                debug ? LibbpfLoader.load(description, choices, true) : ObjectTemplate.load(description, choices);
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
