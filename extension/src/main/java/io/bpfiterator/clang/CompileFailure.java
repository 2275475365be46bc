package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one sentence why clang refused a source; what it prints has many lines. */
final class CompileFailure {

    private static final Pattern ERROR = Pattern.compile("(?m)^(?:(.+:\\d+:\\d+): )?(?:.*: )?(?:fatal )?error: (.*)$");

    private static final Pattern HEADER = Pattern.compile("'(.+)' file not found.*");

    private CompileFailure() {}

    static BpfException of(Path source, int exitStatus, String output) {
        Matcher error = ERROR.matcher(output);
        String cause = "exit status " + exitStatus;
        if (error.find()) {
            cause = (error.group(1) == null ? "" : error.group(1) + ": ") + error.group(2) + remedy(error.group(2));
        }
        return new BpfException(
                "clang can't compile " + source.getFileName() + ": " + cause
                        + " (all that clang said: BpfException.log())",
                0,
                output);
    }

    private static String remedy(String error) {
        Matcher header = HEADER.matcher(error);
        if (!header.matches()) {
            return "";
        }
        String name = header.group(1);
        if (name.startsWith("bpf/")) {
            return "; install libbpf's headers (Debian, Ubuntu: apt-get install libbpf-dev; Fedora: dnf install"
                    + " libbpf-devel)";
        }
        if (name.startsWith("linux/") || name.startsWith("asm/")) {
            return "; install the kernel's headers (Debian, Ubuntu: apt-get install linux-libc-dev; Fedora: dnf install"
                    + " kernel-headers)";
        }
        return "; put the header beside the source, or its directory on the include path with -D"
                + ExtensionSettings.CLANG_FLAGS + "=-I/its/directory";
    }
}
