// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Loads libbpf and the C library once for each JVM. */
final class NativeLibraries {

    private static final String REMEDY =
            "Install libbpf (Debian, Ubuntu: apt-get install libbpf1; Fedora: dnf install libbpf), or set -D"
                    + ExtensionSettings.LIBBPF + "=/path/to/libbpf.so.1";

    private static final Map<String, ?> OPTIONS = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");

    private static volatile @Nullable Libbpf libbpf;

    /** What stands before the C library; null if nothing does. */
    private static volatile @Nullable Libc interceptor;

    private NativeLibraries() {}

    /**
     * Returns libbpf. If it is missing, each call fails with the whole message; after a failed class initializer, only
     * the first would.
     */
    static Libbpf libbpf() {
        Libbpf loaded = libbpf;
        if (loaded == null) {
            Jna.require();
            synchronized (NativeLibraries.class) {
                loaded = libbpf;
                if (loaded == null) {
                    loaded = load(Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.LIBBPF));
                    libbpf = loaded;
                }
            }
        }
        return loaded;
    }

    /** Returns the C library, or fails as {@link #libbpf} does. */
    static Libc libc() {
        Jna.require();
        Libc intercepting = interceptor;
        return intercepting == null ? LibcHolder.LIBC : intercepting;
    }

    /** Puts something before both libraries that receives all later calls, until the result is closed. */
    static AutoCloseable intercept(UnaryOperator<Libbpf> beforeLibbpf, UnaryOperator<Libc> beforeLibc) {
        Libbpf original = libbpf();
        libbpf = beforeLibbpf.apply(original);
        interceptor = beforeLibc.apply(LibcHolder.LIBC);
        return () -> {
            libbpf = original;
            interceptor = null;
        };
    }

    private static Libbpf load(String name) {
        Libbpf candidate;
        try {
            candidate = Native.load(name, Libbpf.class, OPTIONS);
        } catch (UnsatisfiedLinkError e) {
            List<String> reports = reports(e);
            throw Failure.absent("Cannot load libbpf 1.0 or newer as \"" + name + "\"")
                    .because(cause(reports))
                    .remedy(REMEDY)
                    .details(String.join("\n", reports))
                    .causedBy(e)
                    .exception();
        }
        try {
            candidate.libbpf_major_version();
        } catch (UnsatisfiedLinkError e) {
            throw Failure.absent("Cannot use \"" + name + "\" as libbpf")
                    .because("either it is another library, or it is older than libbpf 1.0")
                    .remedy(REMEDY)
                    .details(Objects.requireNonNullElse(e.getMessage(), ""))
                    .causedBy(e)
                    .exception();
        }
        return candidate;
    }

    /** Returns what dlopen(3) reported for each place that JNA tried, without JNA's own first line. */
    private static List<String> reports(UnsatisfiedLinkError e) {
        return Objects.requireNonNullElse(e.getMessage(), "")
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .distinct()
                .toList();
    }

    /** A library that exists may lack another one: dlopen(3) reports a version of the C library, or a file's name. */
    static String cause(List<String> reports) {
        return reports.stream()
                .filter(report -> report.contains("version `") || report.contains("undefined symbol"))
                .findFirst()
                .orElse("either it is not installed, or it is not a library for this machine");
    }

    private static final class LibcHolder {
        static final Libc LIBC = Native.load("c", Libc.class, OPTIONS);
    }
}
