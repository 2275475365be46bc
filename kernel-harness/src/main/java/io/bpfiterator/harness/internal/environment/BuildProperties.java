// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.internal.settings.ExtensionSettings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system properties of this JVM that an agent gets. The exceptions are exact names: any other name may be one that
 * the tests read.
 *
 * <p>An agent keeps the properties that its own JVM has set, such as {@code java.home}. So only those are listed here
 * that this JVM has and another one may not have.
 */
final class BuildProperties {

    /** The modules, the ports and the directories of this JVM, and the cache, which an agent cannot write. */
    private static final Set<String> OF_THIS_JVM = Set.of(
            "com.sun.management.jmxremote",
            "com.sun.management.jmxremote.port",
            "com.sun.management.jmxremote.rmi.port",
            "java.class.path",
            "java.io.tmpdir",
            "jdk.module.main",
            "jdk.module.main.class",
            "jdk.module.path",
            "jdk.module.upgrade.path",
            "user.dir",
            ExtensionSettings.CACHE.key());

    /** The locale and the time zone, which a JVM reads at its start. */
    private static final List<String> OF_THE_START =
            List.of("user.country", "user.language", "user.script", "user.timezone", "user.variant");

    private static final String DEFINITION = "-D";

    private BuildProperties() {}

    /** Returns the properties that an agent sets before it loads the tests, unless its own JVM has set them. */
    static Map<String, String> afterStart(Properties properties) {
        return properties.stringPropertyNames().stream()
                .filter(name -> !OF_THIS_JVM.contains(name))
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    /**
     * Returns the arguments for the properties that must be set when a JVM starts: those of this JVM's command line,
     * and the locale and the time zone.
     *
     * @param arguments the arguments of this JVM
     */
    static Stream<String> atStart(List<String> arguments, Properties properties) {
        Stream<String> given = arguments.stream()
                .filter(argument -> argument.startsWith(DEFINITION))
                .filter(argument -> !OF_THIS_JVM.contains(name(argument)) && !OF_THE_START.contains(name(argument)));
        Stream<String> locale = OF_THE_START.stream()
                .filter(name -> !properties.getProperty(name, "").isEmpty())
                .map(name -> DEFINITION + name + "=" + properties.getProperty(name));
        return Stream.concat(given, locale);
    }

    private static String name(String argument) {
        return argument.substring(DEFINITION.length()).split("=", 2)[0];
    }
}
