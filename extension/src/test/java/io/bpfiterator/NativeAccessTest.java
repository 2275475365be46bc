// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Each test of a JVM that cannot make native calls says why, not only the first. */
@NeedsKernel
class NativeAccessTest {

    static class UsingNativeCalls {
        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void reads(IteratorReader tasks) {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void reads_again(IteratorReader tasks) {}

        @Test
        @BpfTest
        void opens(BpfSession bpf) {
            bpf.open("/task.bpf.o").load();
        }
    }

    private static void assertEachSays(ForkedTests.Result result, String sentence) {
        assertThat(result.output().split("\n"))
                .filteredOn(line -> line.contains("=> "))
                .hasSize(3)
                .allMatch(line -> line.contains(sentence));
        assertThat(result.output()).doesNotContain("NoClassDefFoundError");
    }

    /** Returns the command that runs another one after commands of a shell, in a mount namespace of its own. */
    private static List<String> after(String commands) {
        return List.of("unshare", "--mount", "sh", "-c", commands + " && exec \"$@\"", "sh");
    }

    @Test
    void a_directory_without_execution_is_named(@TempDir Path directory) throws Exception {
        assertEachSays(
                ForkedTests.run(
                        UsingNativeCalls.class,
                        after("mount -t tmpfs -o noexec none " + directory),
                        "-Djna.tmpdir=" + directory),
                "Cannot load JNA's library, which native calls require: it was unpacked in " + directory
                        + ", where files must not be executed (noexec, or a security module). Name a directory on"
                        + " another file system with -Djna.tmpdir=DIRECTORY.");
    }

    @Test
    void the_usual_directory_without_execution_is_named(@TempDir Path home) throws Exception {
        assertEachSays(
                ForkedTests.run(
                        UsingNativeCalls.class,
                        after("unset XDG_CACHE_HOME && export HOME=" + home + " && mount -t tmpfs -o noexec none "
                                + home),
                        "-Djava.io.tmpdir=" + home),
                "Cannot load JNA's library, which native calls require: it was unpacked in " + home + "/");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void denied_native_access_is_named() throws Exception {
        assertEachSays(
                ForkedTests.run(
                        UsingNativeCalls.class,
                        List.of("sh", "-c", "exec $(echo \"$@\" | sed s/--enable-native-access=ALL-UNNAMED//)", "sh"),
                        "--illegal-native-access=deny"),
                "this JVM denies native access (--illegal-native-access=deny). Start it with"
                        + " --enable-native-access=ALL-UNNAMED.");
    }
}
