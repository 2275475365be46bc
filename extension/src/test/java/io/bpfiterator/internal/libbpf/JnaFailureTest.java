// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Reason;
import org.junit.jupiter.api.Test;

/** What JNA throws at its first use becomes one sentence with the directory or the option. */
class JnaFailureTest {

    private static final String GLIBC = "7f00-7f01 r-xp 00000000 08:01 11 /lib64/ld-linux-x86-64.so.2\n";
    private static final String MUSL = "7f00-7f01 r-xp 00000000 08:01 11 /lib/ld-musl-x86_64.so.1\n";

    private static BpfException explain(Throwable thrown, String maps) {
        return JnaFailure.explain(
                        thrown, maps, JnaFailureTest.class.getClassLoader().getUnnamedModule())
                .exception();
    }

    @Test
    void a_directory_without_execution() {
        String report = "/tmp/jna/jna123.tmp: /tmp/jna/jna123.tmp: failed to map segment from shared object";
        BpfException failure = explain(new UnsatisfiedLinkError(report), GLIBC);
        assertThat(failure)
                .hasMessage("Cannot load JNA's library, which native calls require: it was unpacked in /tmp/jna, where"
                        + " files must not be executed (noexec, or a security module). Name a directory on another"
                        + " file system with -Djna.tmpdir=DIRECTORY.\n" + report);
        assertThat(failure.reason()).isEqualTo(Reason.NOT_PERMITTED);
    }

    @Test
    void native_access_that_is_denied() {
        Throwable denied = new IllegalStateException("Illegal native access from an unnamed module (file:/jna.jar)");
        assertThat(explain(new ExceptionInInitializerError(denied), GLIBC))
                .hasMessageStartingWith("Cannot load JNA's library, which native calls require: this JVM denies native"
                        + " access (--illegal-native-access=deny). Start it with --enable-native-access=ALL-UNNAMED.");
    }

    @Test
    void native_access_that_is_denied_to_a_module() {
        Throwable denied = new IllegalStateException("Illegal native access from module: com.sun.jna");
        assertThat(JnaFailure.explain(denied, GLIBC, Object.class.getModule()).message())
                .contains("Start it with --enable-native-access=java.base.");
    }

    @Test
    void another_c_library() {
        BpfException failure = explain(
                new UnsatisfiedLinkError(
                        "/tmp/jna/jna123.tmp: Error relocating /tmp/jna/jna123.tmp: __snprintf_chk: symbol not found"),
                MUSL);
        assertThat(failure)
                .hasMessageContaining(
                        "it requires the GNU C library, and this JVM runs with musl. Use a JDK and an image"
                                + " with the GNU C library, or ");
        assertThat(failure.reason()).isEqualTo(Reason.ABSENT);
    }

    @Test
    void anything_else_is_quoted() {
        assertThat(explain(new UnsatisfiedLinkError("no space"), GLIBC))
                .hasMessage("Cannot load JNA's library, which native calls require: JNA reports an error. Name a"
                        + " directory on another file system with -Djna.tmpdir=DIRECTORY.\nno space");
    }
}
