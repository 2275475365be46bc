package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modules of a kernel, by name; a name's hyphens are underscores, whatever the file is called. */
final class KernelModules {

    private static final Pattern FILE = Pattern.compile("([^/]+)\\.ko(?:\\.(?:xz|zst|gz))?");

    private static final String BUILT_IN = "modules.builtin";

    private final Map<String, Path> files = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();

    /** Indexes a directory; with none, everything counts as built in. */
    KernelModules(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                String name = file.getFileName().toString();
                if (name.equals(BUILT_IN)) {
                    Files.readAllLines(file).forEach(line -> builtIn.add(name(line.replaceFirst(".*/", ""))));
                } else if (FILE.matcher(name).matches()) {
                    files.put(name(name), file);
                }
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The modules in " + directory + " can't be listed: " + e + "; make them readable", e);
        }
    }

    private static String name(String file) {
        return FILE.matcher(file).replaceFirst("$1").replace('-', '_');
    }

    /** Tells whether the kernel is known to have all of some modules, in files or built in. */
    boolean has(List<String> names) {
        return names.stream().allMatch(name -> files.containsKey(name) || builtIn.contains(name));
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
