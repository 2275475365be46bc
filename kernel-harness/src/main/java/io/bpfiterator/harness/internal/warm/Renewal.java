// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import io.bpfiterator.harness.internal.agent.KernelRandom;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libc;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives a running JVM what differs from run to run, as if it had been started for this one: its root, environment,
 * system properties, class path, working directory, and random numbers.
 *
 * <p>The JDK reads most of it once, when it starts. So the JVM must be started with {@link #OPENED} packages.
 */
public final class Renewal {

    /** The packages of java.base whose fields and methods this class uses. */
    public static final List<String> OPENED =
            List.of("java.lang", "java.io", "java.util", "java.util.concurrent", "sun.nio.fs", "jdk.internal.loader");

    /** Where the guest's first process has mounted the host's root. */
    private static final String HOST = "/host";

    private Renewal() {}

    static void apply(WarmLaunch launch) {
        enterHost(launch.workingDirectory());
        KernelRandom.reseed();
        give(launch);
    }

    /** Gives this JVM what it has already, so that a resumed one has the code that does so. */
    static void rehearse() {
        String classPath = System.getProperty("java.class.path");
        WarmLaunch own =
                new WarmLaunch(System.getenv(), Map.of(), List.of(classPath.split(File.pathSeparator)), "/", List.of());
        give(WarmLaunch.fromJson(own.toJson()));
    }

    private static void give(WarmLaunch launch) {
        try {
            environment(launch.variables());
            launch.properties().forEach(System::setProperty);
            workingDirectory(launch.workingDirectory());
            classPath(launch);
            random();
            TimeZone.setDefault(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JDK keeps the environment of a process elsewhere", e);
        }
    }

    /** Makes the host's root the root of this process, as {@code switch_root} does for the first process. */
    private static void enterHost(String workingDirectory) {
        Libc libc = Libc.libc();
        Calls.checkLibc(libc.chdir(HOST), "enter the host's root");
        Calls.checkLibc(libc.mount(".", "/", null, Libc.MS_MOVE, null), "move the host's root");
        Calls.checkLibc(libc.chroot("."), "change the root");
        Calls.checkLibc(libc.chdir(workingDirectory), "enter the working directory " + workingDirectory);
    }

    private static void environment(Map<String, String> variables) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.ProcessEnvironment");
        Map<Object, Object> environment = get(type, "theEnvironment", null);
        environment.clear();
        Method variable = Class.forName("java.lang.ProcessEnvironment$Variable").getMethod("valueOf", String.class);
        Method value = Class.forName("java.lang.ProcessEnvironment$Value").getMethod("valueOf", String.class);
        variable.setAccessible(true);
        value.setAccessible(true);
        // Programs that Java starts inherit the environment of the C library.
        Libc libc = Libc.libc();
        Calls.checkLibc(libc.clearenv(), "clear the environment");
        for (Map.Entry<String, String> entry : variables.entrySet()) {
            environment.put(variable.invoke(null, entry.getKey()), value.invoke(null, entry.getValue()));
            Calls.checkLibc(libc.setenv(entry.getKey(), entry.getValue(), 1), "set the variable " + entry.getKey());
        }
    }

    private static void workingDirectory(String directory) throws ReflectiveOperationException {
        System.setProperty("user.dir", directory);
        set(get(File.class, Runtime.version().feature() < 21 ? "fs" : "FS", null), "userDir", directory);
        set(FileSystems.getDefault(), "defaultDirectory", directory.getBytes(StandardCharsets.UTF_8));
    }

    private static void classPath(WarmLaunch launch) throws ReflectiveOperationException {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        Method append = loader.getClass().getDeclaredMethod("appendToClassPathForInstrumentation", String.class);
        append.setAccessible(true);
        for (String entry : launch.entriesBeyond(System.getProperty("java.class.path"))) {
            append.invoke(loader, entry);
        }
        System.setProperty("java.class.path", String.join(File.pathSeparator, launch.classPath()));
    }

    /** Seeds what two machines that resume from one snapshot would otherwise have in common. */
    private static void random() throws ReflectiveOperationException {
        SecureRandom entropy = new SecureRandom();
        Renewal.<AtomicLong>get(Random.class, "seedUniquifier", null).set(entropy.nextLong());
        Renewal.<AtomicLong>get(ThreadLocalRandom.class, "seeder", null).set(entropy.nextLong());
    }

    @SuppressWarnings("unchecked")
    private static <T> T get(Class<?> type, String name, @Nullable Object instance)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return (T) field.get(instance);
    }

    private static void set(Object instance, String name, Object value) throws ReflectiveOperationException {
        Class<?> type = instance.getClass();
        while (true) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                field.set(instance, value);
                return;
            } catch (NoSuchFieldException e) {
                type = type.getSuperclass();
                if (type == null) {
                    throw e;
                }
            }
        }
    }
}
