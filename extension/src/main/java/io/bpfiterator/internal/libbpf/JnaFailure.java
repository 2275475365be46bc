// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why JNA cannot load the library that it unpacks. */
final class JnaFailure {

    /** The file that JNA unpacks, at the beginning of dlopen(3)'s report about it. */
    private static final Pattern UNPACKED = Pattern.compile("(/\\S+)/jna\\d+\\.tmp: ");

    private static final String NOT_MAPPED = "failed to map segment";
    private static final String MUSL = "/ld-musl-";

    private static final String ELSEWHERE = "Name a directory on another file system with -Djna.tmpdir=DIRECTORY";

    private JnaFailure() {}

    /**
     * Returns the failure for what JNA's first use threw.
     *
     * @param maps the files that this process has mapped, as in {@code /proc/self/maps}
     * @param jna JNA's module
     */
    static Failure explain(Throwable thrown, String maps, Module jna) {
        List<String> messages = messages(thrown);
        String report = String.join("\n", messages);
        String what = "Cannot load JNA's library, which native calls require";
        Matcher unpacked = UNPACKED.matcher(report);
        Failure failure;
        if (report.contains("Illegal native access")) {
            failure = Failure.notPermitted(what)
                    .because("this JVM denies native access (--illegal-native-access=deny)")
                    .remedy("Start it with --enable-native-access=" + (jna.isNamed() ? jna.getName() : "ALL-UNNAMED"));
        } else if (maps.contains(MUSL)) {
            failure = Failure.absent(what)
                    .because("it requires the GNU C library, and this JVM runs with musl")
                    .remedy("Use a JDK and an image with the GNU C library, or name the directory of a JNA library that"
                            + " was built for musl with -Djna.boot.library.path=DIRECTORY");
        } else if (report.contains(NOT_MAPPED) && unpacked.find()) {
            failure = Failure.notPermitted(what)
                    .because("it was unpacked in " + unpacked.group(1)
                            + ", where files must not be executed (noexec, or a security module)")
                    .remedy(ELSEWHERE);
        } else {
            failure = Failure.failed(what).because("JNA reports an error").remedy(ELSEWHERE);
        }
        return failure.details(report).causedBy(thrown);
    }

    private static List<String> messages(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                messages.add(cause.getMessage().strip());
            }
        }
        return messages.isEmpty() ? List.of(CauseText.of(thrown)) : messages;
    }
}
