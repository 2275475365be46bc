// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;

/** A module that a test compiles and loads, although the test itself is on the class path. */
public final class ModuleOnDisk {

    private ModuleOnDisk() {}

    /**
     * Compiles and loads a module, and returns one of its classes.
     *
     * @param files the contents of the module's files; those that are not sources are resources
     */
    public static Class<?> load(Path directory, String module, Map<String, String> files, String type)
            throws IOException, ClassNotFoundException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        for (Map.Entry<String, String> file : files.entrySet()) {
            boolean source = file.getKey().endsWith(".java");
            Path path = (source ? directory.resolve("sources") : classes).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (source) {
                arguments.add(path.toString());
            }
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of(module));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ModuleOnDisk.class.getClassLoader())
                .findLoader(module)
                .loadClass(type);
    }
}
