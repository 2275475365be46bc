// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.iterator.AttachedLink;
import io.bpfiterator.internal.iterator.LoadedProgram;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.map.MapReference;
import io.bpfiterator.internal.targets.CgroupParameter;
import io.bpfiterator.internal.targets.Parameter;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.internal.targets.TaskParameter;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The arguments that choose an iterator of an object, and what it walks. */
final class IteratorArguments {

    @Mixin
    private final ObjectArgument obj = new ObjectArgument();

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "The C function of the iterator; by default, the first iterator in OBJ.")
    private String program = "";

    @Option(
            names = "--cgroup",
            paramLabel = "CGROUP",
            description = "The cgroup where an iterator over cgroups starts: self, \"path DIRECTORY\" or \"id N\".")
    private String cgroup = "";

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "The order in which it walks: ${COMPLETION-CANDIDATES}; by default, ${DEFAULT-VALUE}.")
    private CgroupOrder order = CgroupOrder.DESCENDANTS_PRE;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "The only task that an iterator over tasks walks: \"pid N\" or \"tid N\".")
    private String task = "";

    /**
     * Loads the iterator and attaches it, for as long as an action lasts.
     *
     * @param mapArguments those that name a map
     * @param ready runs once the map and the object file are known to exist, and returns what the action receives
     */
    <T> void attach(List<String> mapArguments, Output output, Supplier<T> ready, Action<T> action) {
        try (BpfMap<byte[], byte[]> map =
                MapArguments.parse(mapArguments).map(IteratorArguments::open).orElse(null)) {
            ObjectFile file = read();
            T prepared = ready.get();
            OpenedObject open = OpenedObject.open(file, output.isDebug());
            String iterator = iterator(open);
            try (LoadedObject object = open.only(iterator).pinMapsByName().load()) {
                output.log(object.log());
                LoadedProgram loaded = object.program(iterator);
                action.on(object, loaded.attach(options(loaded, map)), prepared);
            }
        }
    }

    /** Uses a link of a loaded object. */
    @FunctionalInterface
    interface Action<T> {
        void on(LoadedObject object, AttachedLink link, T prepared);
    }

    private static BpfMap<byte[], byte[]> open(MapReference reference) {
        try {
            return reference.open();
        } catch (DiagnosedException e) {
            throw new CommandFailure(e, ExitStatus.FAILURE);
        }
    }

    private ObjectFile read() {
        try {
            return obj.read();
        } catch (DiagnosedException e) {
            boolean missing = e.getCause() instanceof NoSuchFileException;
            throw new CommandFailure(e, ExitStatus.ofErrno(missing ? Errno.ENOENT.number() : ExitStatus.LIBBPF_FORMAT));
        }
    }

    /** Returns the name of the chosen program, or of the first iterator. */
    private String iterator(OpenedObject open) {
        try {
            return open.iterator(
                    program.isEmpty() ? open.iterators().stream().findFirst().orElse("") : program);
        } catch (DiagnosedException e) {
            throw new CommandFailure(e, ExitStatus.ofErrno(Errno.EINVAL.number()));
        }
    }

    private IteratorOptions options(BpfProgram program, @Nullable BpfMap<byte[], byte[]> map) {
        String target = program.target().orElseThrow();
        Optional<Parameter> parameter = Target.parameterOf(target);
        boolean walksMap = parameter.filter(Parameter.MAP::equals).isPresent();
        Failure failure = Failure.invalid("Cannot attach program " + program.name() + " (target " + target + ")");
        if (Stream.of(map != null, !cgroup.isEmpty(), !task.isEmpty())
                        .filter(given -> given)
                        .count()
                > 1) {
            throw failure(
                    failure.because("a program walks only one of a map, cgroups and tasks")
                            .remedy("Give only one of map MAP, --cgroup and --task"),
                    ExitStatus.FAILURE);
        }
        if (walksMap && map == null) {
            throw failure(
                    failure.because("it walks the elements of a map, and no map is given")
                            .remedy("Add " + MapArguments.FORMS),
                    ExitStatus.ofErrno(Errno.EBADF.number()));
        }
        if (!walksMap && map != null) {
            throw failure(
                    failure.because("it does not walk a map, and " + map + " is given")
                            .remedy("Leave the map out"),
                    ExitStatus.FAILURE);
        }
        if (parameter.filter(Parameter.CGROUP::equals).isPresent() && cgroup.isEmpty()) {
            throw failure(
                    failure.because("it walks cgroups, and the cgroup to start at is missing")
                            .remedy("Add --cgroup self, --cgroup \"path DIRECTORY\" or --cgroup \"id N\""),
                    ExitStatus.ofErrno(Errno.EINVAL.number()));
        }
        if (map != null) {
            return IteratorOptions.map(map);
        }
        if (!cgroup.isEmpty()) {
            return CgroupParameter.parse(cgroup, order);
        }
        return task.isEmpty() ? IteratorOptions.none() : TaskParameter.parse(task);
    }

    private static CommandFailure failure(Failure failure, int exitStatus) {
        return new CommandFailure(failure.message(), exitStatus);
    }
}
