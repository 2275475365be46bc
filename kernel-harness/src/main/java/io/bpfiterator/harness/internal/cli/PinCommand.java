package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.PinPath;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.iterator.LoadedProgram;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.map.MapReference;
import io.bpfiterator.internal.targets.Parameter;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads an object, attaches its iterator and pins the link, which outlives the command. */
@Command(
        name = "pin",
        customSynopsis = "bpf-iterator iter pin OBJ PATH [--program NAME] [map MAP]",
        description = "Pin the iterator of OBJ at PATH. Read it with cat, remove it with rm.")
final class PinCommand implements Runnable {

    @Parameters(
            index = "0",
            paramLabel = "OBJ",
            description = "A BPF object file, compiled with clang -O2 -g --target=bpf -c.")
    private Path obj = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "A new file in a mounted bpffs, whose name does not contain a dot.")
    private String path = "";

    @Parameters(
            index = "2..*",
            paramLabel = "map MAP",
            description = "The map whose elements to walk: map id N, map pinned FILE or map name NAME.")
    private List<String> mapArguments = List.of();

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "The C function of the iterator; by default, the first iterator in OBJ.")
    private String program = "";

    private final Output output;

    PinCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        try (BpfMap<byte[], byte[]> map =
                MapArguments.parse(mapArguments).map(PinCommand::open).orElse(null)) {
            ObjectFile file = read();
            PinPath pinPath = pinPath();
            OpenedObject open = OpenedObject.open(file, output.isDebug());
            String iterator = iterator(open);
            try (LoadedObject object = open.only(iterator).pinMapsByName().load()) {
                output.log(object.log());
                LoadedProgram loaded = object.program(iterator);
                loaded.attach(options(loaded, map)).pin(pinPath).persist();
            }
        }
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
            return ObjectFile.read(obj);
        } catch (DiagnosedException e) {
            boolean missing = e.getCause() instanceof NoSuchFileException;
            throw new CommandFailure(e, ExitStatus.ofErrno(missing ? Errno.ENOENT.number() : ExitStatus.LIBBPF_FORMAT));
        }
    }

    private PinPath pinPath() {
        try {
            return PinPath.at(Path.of(path));
        } catch (DiagnosedException e) {
            boolean taken = Files.isRegularFile(Path.of(path));
            throw new CommandFailure(e, taken ? ExitStatus.ofErrno(Errno.EEXIST.number()) : ExitStatus.FAILURE);
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

    private static IteratorOptions options(BpfProgram program, @Nullable BpfMap<byte[], byte[]> map) {
        String target = program.target().orElseThrow();
        Optional<Parameter> parameter = Target.parameterOf(target);
        boolean walksMap = parameter.filter(Parameter.MAP::equals).isPresent();
        Failure failure = Failure.invalid("Cannot attach program " + program.name() + " (target " + target + ")");
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
        if (parameter.filter(Parameter.CGROUP::equals).isPresent()) {
            throw failure(
                    failure.because("it walks a cgroup, and iter pin has no argument for one")
                            .remedy("Read it in a test with @BpfIterator(cgroup = \"…\")"),
                    ExitStatus.ofErrno(Errno.EINVAL.number()));
        }
        return map == null ? IteratorOptions.none() : IteratorOptions.map(map);
    }

    private static CommandFailure failure(Failure failure, int exitStatus) {
        return new CommandFailure(failure.message(), exitStatus);
    }
}
