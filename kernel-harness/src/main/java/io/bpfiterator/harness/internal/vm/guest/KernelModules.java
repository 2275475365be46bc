// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
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

/** The modules of a kernel by name, where hyphens in a file's name are underscores. */
public final class KernelModules {

    private static final Pattern FILE = Pattern.compile("([^/]+)\\.ko(?:\\.(?:xz|zst|gz))?");

    private static final String BUILT_IN = "modules.builtin";

    private final Map<String, Path> files = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();

    /** Indexes a directory; null if the kernel has no modules, and each driver is expected to be built in. */
    public KernelModules(@Nullable Path directory) {
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
            throw Failure.failed("Cannot list the kernel modules in " + directory)
                    .because(e)
                    .remedy("Make the directory readable")
                    .exception(EnvironmentException::new);
        }
    }

    private static String name(String file) {
        return FILE.matcher(file).replaceFirst("$1").replace('-', '_');
    }

    /** Returns whether the kernel is known to have all of the given modules, as files or built in. */
    boolean hasAll(List<String> names) {
        return names.stream().allMatch(name -> files.containsKey(name) || builtIn.contains(name));
    }

    /**
     * Returns the given modules with their dependencies, in the order to load them in.
     *
     * <p>A module without a file is left out: it is either built in or missing, which the guest finds out.
     */
    public Collection<KernelModule> closure(List<String> names) {
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
