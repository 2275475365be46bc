package io.bpfiterator.harness.vm;

import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modules of a kernel, by name; a name's hyphens are underscores, whatever the file is called. */
final class KernelModules {

    private static final Pattern FILE = Pattern.compile("([^/]+)\\.ko(?:\\.(?:xz|zst|gz))?");

    private final Map<String, Path> files = new HashMap<>();

    /** Indexes a directory; with none, everything counts as built in. */
    KernelModules(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.forEach(file -> {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(name.group(1).replace('-', '_'), file);
                }
            });
        } catch (IOException e) {
            throw new BpfException("The modules in " + directory + " can't be listed: " + e, e);
        }
    }

    /**
     * Returns some modules with all that they depend on, in the order to load them in.
     *
     * <p>A module without a file is built in or not there: which, the guest finds out.
     */
    Collection<KernelModule> closure(List<String> names) {
        Map<String, KernelModule> ordered = new LinkedHashMap<>();
        names.forEach(name -> add(name, ordered));
        return ordered.values();
    }

    private void add(String name, Map<String, KernelModule> ordered) {
        String canonical = name.replace('-', '_');
        Path file = files.get(canonical);
        if (file == null || ordered.containsKey(canonical)) {
            return;
        }
        KernelModule module = KernelModule.read(canonical, file);
        module.dependencies().forEach(dependency -> add(dependency, ordered));
        ordered.put(canonical, module);
    }
}
