package io.bpfiterator.harness.cli;

import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.BpfObjectFile;
import io.bpfiterator.object.BpfProgram;
import io.bpfiterator.object.IteratorOptions;
import io.bpfiterator.object.IteratorTarget;
import io.bpfiterator.object.MapReference;
import io.bpfiterator.object.OpenBpfObject;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads an object, attaches its iterator and pins it, to stay. */
@Command(
        name = "pin",
        customSynopsis = "bpf-iterator iter pin OBJ PATH [--program NAME] [map MAP]",
        description = "Pin the iterator of OBJ at PATH, to be read with cat; rm unpins it.")
final class PinCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "OBJ", description = "A BPF object: clang -O2 -g --target=bpf -c.")
    private Path obj = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "A new file in a mounted bpffs, without a dot in its name.")
    private String path = "";

    @Parameters(
            index = "2..*",
            paramLabel = "map MAP",
            description = "The map to walk: map id N, map pinned FILE or map name NAME.")
    private List<String> mapWords = List.of();

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "The iterator's C function; else the first iterator of the object.")
    private String program = "";

    private final Output output;

    PinCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        try (BpfMap<byte[], byte[]> map =
                MapWords.parse(mapWords).map(PinCommand::open).orElse(null)) {
            BpfObjectFile file = read();
            PinPath pinPath = pinPath();
            OpenBpfObject open = BpfObject.open(file, output.isDebug());
            String iterator = iterator(open);
            try (BpfObject object = open.only(iterator).pinMapsByName().load()) {
                output.log(object.log());
                BpfProgram loaded = object.program(iterator);
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

    private BpfObjectFile read() {
        try {
            return BpfObjectFile.read(obj);
        } catch (DiagnosedException e) {
            boolean missing = e.getCause() instanceof NoSuchFileException;
            throw new CommandFailure(e, ExitStatus.ofErrno(missing ? Errno.ENOENT.number() : ExitStatus.LIBBPF_FORMAT));
        }
    }

    private PinPath pinPath() {
        try {
            return PinPath.at(path);
        } catch (DiagnosedException e) {
            boolean taken = Files.isRegularFile(Path.of(path));
            throw new CommandFailure(e, taken ? ExitStatus.ofErrno(Errno.EEXIST.number()) : ExitStatus.FAILURE);
        }
    }

    /** Chooses the named program, or as bpftool does the first. */
    private String iterator(OpenBpfObject open) {
        try {
            return open.iterator(
                    program.isEmpty() ? open.iterators().stream().findFirst().orElse("") : program);
        } catch (DiagnosedException e) {
            throw new CommandFailure(e, ExitStatus.ofErrno(Errno.EINVAL.number()));
        }
    }

    private static IteratorOptions options(BpfProgram program, @Nullable BpfMap<byte[], byte[]> map) {
        IteratorTarget target = program.target().orElseThrow();
        String walks = "Program " + program.name() + " (target " + target + ") walks ";
        if (target.walksMap() && map == null) {
            throw new CommandFailure(
                    walks + "the elements of a map and was given none; add: map id N, map pinned FILE or map name NAME",
                    ExitStatus.ofErrno(Errno.EBADF.number()));
        }
        if (!target.walksMap() && map != null) {
            throw new CommandFailure(walks + "no map and was given " + map + "; leave the map out", ExitStatus.FAILURE);
        }
        if (target.name().equals("cgroup")) {
            throw new CommandFailure(
                    walks
                            + "cgroups, and iter pin can't say which; read it in a test, with @BpfIterator(cgroup = \"…\")",
                    ExitStatus.ofErrno(Errno.EINVAL.number()));
        }
        return map == null ? IteratorOptions.none() : IteratorOptions.map(map);
    }
}
