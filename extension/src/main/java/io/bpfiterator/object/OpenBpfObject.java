package io.bpfiterator.object;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * A BPF object that is open and not yet loaded: the time to choose its programs, the sizes of its maps and what its global
 * variables begin with. It holds nothing that had to be closed.
 *
 * <p>Methods that choose return this object. After {@link #load} they are an error.
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
     * Finds an iterator program, and has it loaded even where its section begins with {@code ?}.
     *
     * @param name its C function's name, or an empty string for the only one
     * @return its name
     * @throws BpfException if there is no such program, it is no iterator, or the choice is not clear
     */
    public String iterator(String name) {
        List<String> iterators = iterators();
        if (iterators.isEmpty()) {
            throw new BpfException(description.file() + " has no iterator program, only " + described()
                    + "; mark one with SEC(\"iter/TARGET\")");
        }
        String listed = String.join(", ", iterators);
        if (name.isEmpty() && iterators.size() > 1) {
            throw new BpfException(description.file() + " has " + iterators.size() + " iterator programs: " + listed
                    + "; say which with program = \"…\"");
        }
        String chosen = name.isEmpty() ? iterators.get(0) : name;
        if (!iterators.contains(chosen)) {
            throw new BpfException(description
                    .program(chosen)
                    .map(program ->
                            "Program " + chosen + " in " + description.file() + " is no iterator (its section is "
                                    + program.section() + "); the iterators are: " + listed)
                    .orElse(description.file() + " has no program " + chosen + "; its iterators are: " + listed));
        }
        autoload(chosen, true);
        return chosen;
    }

    /**
     * Chooses whether a program is loaded, whatever its section says by {@code ?}.
     *
     * @throws BpfException if there is no such program
     */
    public OpenBpfObject autoload(String program, boolean wanted) {
        requireOpen();
        if (description.program(program).isEmpty()) {
            throw new BpfException(description.file() + " has no program " + program + "; it has: " + described());
        }
        choices.load(program, wanted);
        return this;
    }

    /**
     * Loads these programs and no others.
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
     * Sets what a global variable begins with: in {@code .rodata} it stays so, and the verifier knows it.
     *
     * @param name the C variable's name, also that of a {@code static volatile const} one
     * @param value of a Java type that fits the variable's C type
     * @throws BpfException if there is no such variable, or the value does not fit
     */
    public OpenBpfObject global(String name, Object value) {
        requireOpen();
        GlobalVariables.Location location = new GlobalVariables(description).find(name);
        ObjectDescription.Map map = location.map();
        if (map.dataSection().filter(".kconfig"::equals).isPresent()) {
            throw new BpfException("Global variable " + name
                    + " is of the kernel's configuration (__kconfig), which libbpf looks up; leave it as it is");
        }
        byte[] data = choices.data()
                .computeIfAbsent(map.name(), section -> map.initialData().clone());
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).position(location.offset());
        buffer.put(location.encoded(value));
        return this;
    }

    /**
     * Sets how many elements a map has room for.
     *
     * @throws BpfException if there is no such map
     */
    public OpenBpfObject maxEntries(String map, int entries) {
        requireOpen();
        if (description.maps().stream().noneMatch(candidate -> candidate.name().equals(map))) {
            throw new BpfException(description.file() + " has no map " + map + "; it has: "
                    + String.join(
                            ", ",
                            description.maps().stream()
                                    .map(ObjectDescription.Map::name)
                                    .toList()));
        }
        choices.maxEntries().put(map, entries);
        return this;
    }

    /**
     * Shares the maps that are declared with {@code LIBBPF_PIN_BY_NAME}: each is the one that lies in {@code /sys/fs/bpf}
     * under its name, or is pinned there by the load, and stays. Without this they are this object's own as all others.
     */
    public OpenBpfObject pinMapsByName() {
        requireOpen();
        choices.pinMapsByName();
        return this;
    }

    /**
     * Loads the maps and the chosen programs into the kernel. After a refusal other choices can be made and tried.
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

    private String described() {
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
                    description.file() + " is loaded already; open it again to choose otherwise");
        }
    }
}
