// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.List;

/**
 * The classes of throwables that the host creates for an agent: those of the JDK, JUnit, OpenTest4J and AssertJ, whose
 * constructors do nothing but store their arguments.
 *
 * <p>A name that an agent sends loads and initializes no other class.
 */
final class KnownThrowables {

    private static final String JDK = "java.";

    private static final List<String> TEST_LIBRARIES = List.of("org.junit.", "org.opentest4j.", "org.assertj.");

    private KnownThrowables() {}

    /** Returns a class of throwables, not initialized yet. */
    static Class<?> find(String name) throws ClassNotFoundException {
        Class<?> type = Class.forName(name, false, loader(name));
        if (!Throwable.class.isAssignableFrom(type)) {
            throw new ClassNotFoundException(name + " is not a class of throwables");
        }
        return type;
    }

    private static ClassLoader loader(String name) throws ClassNotFoundException {
        if (name.startsWith(JDK)) {
            return ClassLoader.getPlatformClassLoader();
        }
        if (TEST_LIBRARIES.stream().anyMatch(name::startsWith)) {
            return Thread.currentThread().getContextClassLoader();
        }
        throw new ClassNotFoundException(name);
    }
}
