// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake fails with a message that names the cause and the remedy, and leaves nothing behind. */
class BadInputTest extends BadInput {

    @Nested
    class A_path {

        @Test
        void with_a_dot() {
            assertPathFails(
                    "/sys/fs/bpf/task.iter",
                    "bpffs does not allow a dot in a name, and \"task.iter\" has one. Choose a name without a dot.");
        }

        @Test
        void outside_bpffs(@TempDir Path directory) {
            assertPathFails(
                    directory.resolve("task").toString(),
                    directory + " is not in a bpffs. Choose a path in a bpffs (mount -t bpf bpf /sys/fs/bpf).");
            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void in_a_directory_that_does_not_exist() {
            assertPathFails("/no/where/task", "directory /no/where does not exist. Create it, or choose another path.");
        }

        @Test
        void that_is_too_long() {
            assertPathFails("/proc/" + "x".repeat(256), "its name is longer than 255 bytes. Shorten it.");
        }

        @Test
        void that_is_the_root() {
            assertPathFails("/", "it is a directory. Name a file in a bpffs.");
        }

        @Test
        @NeedsKernel
        void that_is_taken() {
            try (Bpffs bpffs = TemporaryBpffs.create();
                    BpfObject object = OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/task.bpf.o")))
                            .load();
                    var link = object.program("dump_task").attach(io.bpfiterator.iterator.IteratorOptions.none());
                    var pin = link.pin(bpffs.path("iterator").shared())) {
                assertPathFails(
                        pin.reader().path().toString(),
                        "the file already exists. Remove it (rm …), or choose another path.");
                assertThat(pin.reader()).isNotEmpty();
            }
        }

        private void assertPathFails(String path, String message) {
            assertFails("path", Map.of("file", path), "Cannot pin at …: " + message);
        }
    }

    @Nested
    class An_annotation {

        @Test
        void with_an_unknown_placeholder() {
            assertFails(
                    "placeholder",
                    "Cannot replace ${no.such.property} in \"${no.such.property}\": no configuration parameter or"
                            + " system property has that name. Set it before the iterator is pinned, for example in a"
                            + " @BeforeAll method.");
        }

        @Test
        void on_a_parameter_of_another_type() {
            assertFails(
                    "wrong_parameter",
                    "Cannot inject @BpfIterator into parameter …String…: its type is not IteratorReader. Change its"
                            + " type.");
        }

        @Test
        void twice_on_a_parameter() {
            assertFails(
                    "two_on_a_parameter",
                    "Cannot inject an iterator into parameter …: it has 2 @BpfIterator annotations. Keep one of them.");
        }

        @Test
        @NeedsKernel
        void that_is_ambiguous() {
            assertFails(
                    "ambiguous",
                    "Cannot inject an iterator into parameter …: several iterators are declared: \"a\", \"b\". Select"
                            + " one with @BpfName, …");
            assertFails(
                    "equal_names",
                    "declares two iterators named \"task\". Give them different names with name = \"…\".");
            assertFails(
                    "unknown_name",
                    "Cannot inject an iterator into parameter …: no iterator is named \"socks\". Choose one of:"
                            + " \"task\".");
        }

        @Test
        @NeedsKernel
        void that_is_missing() {
            assertFails(
                    "undeclared",
                    "Cannot inject an iterator into parameter …other: no iterator is declared. Add @BpfIterator to"
                            + " the …");
        }
    }

    static class FinalField {
        @BpfIterator(obj = "/task.bpf.o")
        private final IteratorReader reader = null;

        @Test
        void test() {}
    }

    static class WrongField {
        @BpfIterator(obj = "/task.bpf.o")
        private static Object reader;

        @Test
        void test() {}
    }

    @org.junit.jupiter.api.TestInstance(org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS)
    @org.junit.jupiter.api.parallel.Execution(org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT)
    static class SharedField {
        @BpfIterator(obj = "/task.bpf.o")
        private IteratorReader reader;

        @Test
        void test() {}
    }

    @Nested
    class A_field {

        @Test
        void that_is_final() {
            assertThat(Tests.failure(Tests.run(FinalField.class)))
                    .hasMessageMatching(
                            "Cannot inject @BpfIterator into field .*reader: it is final\\. Remove final\\.");
        }

        @Test
        void of_another_type() {
            assertThat(Tests.failure(Tests.run(WrongField.class)))
                    .hasMessageMatching(
                            "Cannot inject @BpfIterator into field .*: its type is not IteratorReader\\. Change its"
                                    + " type\\.");
        }

        @Test
        void that_tests_would_share() {
            assertThat(Tests.failure(
                            Tests.run(SharedField.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"))))
                    .hasMessageContaining("Cannot inject @BpfIterator into field ")
                    .hasMessageEndingWith("tests run concurrently on one instance (PER_CLASS, CONCURRENT). Inject the"
                            + " IteratorReader into a parameter instead.");
        }
    }
}
