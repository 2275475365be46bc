package io.bpfiterator.libbpf;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads libbpf and the C library, once in a JVM. */
final class NativeLibraries {

    private static final String REMEDY =
            "install it (Debian, Ubuntu: apt-get install libbpf1; Fedora: dnf install libbpf) or name one with -D"
                    + ExtensionSettings.LIBBPF + "=/path/to/libbpf.so.1";

    private static final Map<String, ?> OPTIONS = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");

    private static volatile @Nullable Libbpf libbpf;

    private NativeLibraries() {}

    /** Returns libbpf; where it is missing each call fails with the whole sentence, as a class initializer would not. */
    static Libbpf libbpf() {
        Libbpf loaded = libbpf;
        if (loaded == null) {
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

    static Libc libc() {
        return LibcHolder.LIBC;
    }

    private static Libbpf load(String name) {
        Libbpf candidate;
        try {
            candidate = Native.load(name, Libbpf.class, OPTIONS);
        } catch (UnsatisfiedLinkError e) {
            throw BpfException.unavailable("libbpf 1.0 or newer can't be loaded as \"" + name + "\"; " + REMEDY, e);
        }
        try {
            candidate.libbpf_major_version();
        } catch (UnsatisfiedLinkError e) {
            throw BpfException.unavailable("\"" + name + "\" is no libbpf, or one older than 1.0; " + REMEDY, e);
        }
        return candidate;
    }

    private static final class LibcHolder {
        static final Libc LIBC = Native.load("c", Libc.class, OPTIONS);
    }
}
