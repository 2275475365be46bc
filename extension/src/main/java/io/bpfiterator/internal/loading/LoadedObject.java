// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import io.bpfiterator.internal.coverage.CoverageSum;
import io.bpfiterator.internal.coverage.Measurement;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.internal.figures.CostMeter;
import io.bpfiterator.internal.iterator.AttachedLink;
import io.bpfiterator.internal.iterator.LoadedProgram;
import io.bpfiterator.internal.iterator.Owner;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import io.bpfiterator.internal.map.KernelMap;
import io.bpfiterator.internal.map.MapHandle;
import io.bpfiterator.internal.map.MapReference;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.Complexity;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.object.BpfGlobal;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.Coverage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Implements {@link BpfObject}. Its owner closes in reverse what a loader adds and what the user attaches. */
public final class LoadedObject implements BpfObject {

    private final ObjectDescription description;
    private final LoadChoices choices;
    private final String log;
    private final @Nullable LibbpfObject libbpfObject;
    private final Owner owner;
    private final List<LoadedProgram> programs = new ArrayList<>();
    private final List<KernelMap<byte[], byte[]>> maps = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, GlobalMemory> globals = new HashMap<>();

    private final CostMeter cost;

    /** The complexity of the programs by their names; empty until it is first asked for. */
    private final Map<String, Complexity> complexity = new HashMap<>();

    /**
     * Creates an object without programs and maps.
     *
     * @param choices the choices of the load, which do not change any more
     * @param libbpfObject libbpf's object, which this object owns; null if it is created without libbpf
     */
    LoadedObject(ObjectDescription description, LoadChoices choices, String log, @Nullable LibbpfObject libbpfObject) {
        this.description = description;
        this.choices = choices;
        this.log = log;
        this.libbpfObject = libbpfObject;
        this.owner = new Owner("Cannot use " + this + ": it is closed. Use it before its owner is closed.");
        this.cost = new CostMeter(description.file().name(), programs, owner.runs());
        if (libbpfObject != null) {
            owner.keep(libbpfObject);
        }
    }

    /** Adds a map, and takes ownership of its descriptor. */
    void addMap(String name, Fd fd) {
        KernelMap<byte[], byte[]> map = KernelMap.untyped(new MapHandle(name, fd, false, description.btf()));
        maps.add(owner.keep(map));
    }

    /**
     * Adds a program, and takes ownership of its descriptor.
     *
     * @param libbpfProgram libbpf's program; null if it was loaded without libbpf
     */
    void addProgram(ObjectDescription.Program described, Fd fd, @Nullable Pointer libbpfProgram) {
        programs.add(owner.keep(new LoadedProgram(
                owner,
                described.name(),
                described.section(),
                description.btf(),
                fd,
                libbpfProgram,
                () -> complexity(described.name()))));
    }

    /** Adds a program that was loaded from its template, and takes ownership of it. */
    void addCopy(ObjectDescription.Program described, ProgramCopy copy) {
        addProgram(described, copy.program(), null);
        Measurement measurement = copy.measurement();
        if (measurement != null) {
            measurements.add(owner.keep(measurement));
        }
    }

    @Override
    public String name() {
        return description.file().name();
    }

    @Override
    public List<BpfProgram> programs() {
        return List.copyOf(programs);
    }

    @Override
    public LoadedProgram program(String function) {
        return programs.stream()
                .filter(program -> program.name().equals(function))
                .findFirst()
                .orElseThrow(() -> UnknownName.failure(
                                "Object " + name() + " has no loaded program " + function,
                                programs.stream().map(BpfProgram::name))
                        .exception());
    }

    @Override
    public List<BpfMap<byte[], byte[]>> maps() {
        return List.copyOf(maps);
    }

    @Override
    public List<BpfMap<byte[], byte[]>> declaredMaps() {
        Set<String> data = description.maps().stream()
                .filter(map -> map.dataSection().isPresent())
                .map(ObjectDescription.Map::name)
                .collect(Collectors.toSet());
        return maps().stream().filter(map -> !data.contains(map.name())).toList();
    }

    @Override
    public KernelMap<byte[], byte[]> map(String map) {
        return maps.stream()
                .filter(candidate -> candidate.name().equals(map))
                .findFirst()
                .orElseThrow(() -> UnknownName.failure(
                                "Object " + name() + " has no map " + map,
                                declaredMaps().stream().map(BpfMap::name))
                        .exception());
    }

    @Override
    public BpfMap<byte[], byte[]> openMap(String reference) {
        return openMap(MapReference.parse(reference));
    }

    /** Opens a map, as {@link #openMap(String)} does. */
    public BpfMap<byte[], byte[]> openMap(MapReference reference) {
        owner.requireOpen();
        List<String> names = declaredMaps().stream().map(BpfMap::name).toList();
        String self = this + ", which has " + (names.isEmpty() ? "no maps" : "only " + String.join(", ", names));
        return owner.keep(reference.open(self, maps));
    }

    @Override
    public BpfGlobal global(String variable) {
        GlobalVariables.Location location = new GlobalVariables(description).find(variable);
        return new GlobalVariable(location, memory(location.map()));
    }

    private GlobalMemory memory(ObjectDescription.Map map) {
        synchronized (globals) {
            GlobalMemory memory = globals.get(map.name());
            if (memory == null) {
                memory = owner.keep(GlobalMemory.of(map(map.name()), map.readOnly()));
                globals.put(map.name(), memory);
            }
            return memory;
        }
    }

    @Override
    public List<String> globals() {
        return new GlobalVariables(description)
                .all().stream().map(GlobalVariables.Location::name).toList();
    }

    @Override
    public BpfLink register(String map) {
        KernelMap<byte[], byte[]> loaded = map(map);
        if (loaded.info().mapType() != MapType.STRUCT_OPS || libbpfObject == null) {
            throw Failure.invalid("Cannot register " + loaded)
                    .because("its type is " + loaded.info().mapType())
                    .remedy("Declare it in SEC(\".struct_ops\") or SEC(\".struct_ops.link\")")
                    .exception();
        }
        Pointer libbpfMap = libbpfObject.maps().stream()
                .filter(candidate -> Libbpf.libbpf().bpf_map__name(candidate).equals(map))
                .findFirst()
                .orElseThrow();
        try (LibbpfLog log = LibbpfLog.open(false)) {
            Pointer link = Calls.checkPointer(
                    Libbpf.libbpf().bpf_map__attach_struct_ops(libbpfMap),
                    errno -> Failure.failed("Cannot register " + loaded).log(log.text()));
            return owner.keep(AttachedLink.ofLibbpf(owner, map, description.btf(), link));
        }
    }

    @Override
    public Coverage coverage() {
        owner.requireOpen();
        if (!ProbedVariants.areWanted()) {
            throw Failure.invalid("Cannot return the coverage of " + this)
                    .because("it is not measured")
                    .remedy("Set the system property " + ExtensionSettings.COVERAGE + " to true")
                    .exception();
        }
        CoverageSum sum = new CoverageSum();
        measurements.forEach(measurement -> sum.add(measurement.coverage()));
        return sum.sum();
    }

    private Complexity complexity(String program) {
        owner.requireOpen();
        synchronized (complexity) {
            if (complexity.isEmpty()) {
                complexity.putAll(ComplexityLoad.of(description, choices));
            }
            return Objects.requireNonNull(complexity.get(program));
        }
    }

    /** Returns whether a program of the object calls {@code bpf_printk}. */
    public boolean prints() {
        return description.prints();
    }

    /** Returns the owner of what is opened, attached and pinned through this object. */
    Owner owner() {
        return owner;
    }

    /** Returns whether the object was created from a template, without libbpf. */
    boolean isFromTemplate() {
        return libbpfObject == null;
    }

    @Override
    public String log() {
        return log;
    }

    /** The kernel's counts are lost with the programs. */
    private void readCost() {
        if (!owner.isClosed()) {
            cost.read();
        }
    }

    /** Returns what the programs have cost since the last call, also after the object was closed. */
    public Map<String, Cost> takeCost() {
        readCost();
        return cost.take();
    }

    /** Returns the latest readers of the object's pins and links, at most 16, oldest first. */
    public List<IteratorReader> readers() {
        return owner.readers();
    }

    @Override
    public void close() {
        readCost();
        owner.close();
    }

    @Override
    public String toString() {
        return "object " + name();
    }
}
