package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports in one sentence why clang refused a source; the output of clang has many lines. */
final class CompileFailure {

    private static final Pattern ERROR = Pattern.compile("(?m)^(?:(.+:\\d+:\\d+): )?(?:.*: )?(?:fatal )?error: (.*)$");

    private static final String LOG = "BpfException.log() has the whole output of clang";

    private static final Pattern HEADER = Pattern.compile("'(.+)' file not found.*");

    private CompileFailure() {}

    static BpfException of(Path source, int exitStatus, String output) {
        Matcher error = ERROR.matcher(output);
        Failure failure =
                Failure.invalid("clang cannot compile " + source.getFileName()).log(output);
        if (!error.find()) {
            return failure.because("it exited with status " + exitStatus)
                    .remedy(LOG)
                    .exception();
        }
        if (CompileCache.isFullDisk(error.group(2))) {
            return OutOfResources.fullDisk("Cannot compile " + source.getFileName())
                    .remedy("Free space on it, or name a cache on another disk with -D" + ExtensionSettings.CACHE
                            + "=DIRECTORY")
                    .log(output)
                    .exception();
        }
        String place = error.group(1) == null ? "" : error.group(1) + ": ";
        return failure.because(place + error.group(2))
                .remedy(remedy(error.group(2)) + LOG)
                .exception();
    }

    private static String remedy(String error) {
        Matcher header = HEADER.matcher(error);
        if (!header.matches()) {
            return "";
        }
        String name = header.group(1);
        if (name.startsWith("bpf/")) {
            return "Install libbpf's headers (Debian, Ubuntu: apt-get install libbpf-dev; Fedora: dnf install"
                    + " libbpf-devel). ";
        }
        if (name.startsWith("linux/") || name.startsWith("asm/")) {
            return "Install the kernel's headers (Debian, Ubuntu: apt-get install linux-libc-dev; Fedora: dnf install"
                    + " kernel-headers). ";
        }
        return "Put the header next to the source, or add its directory to the include path with -D"
                + ExtensionSettings.CLANG_FLAGS + "=-I/its/directory. ";
    }
}
