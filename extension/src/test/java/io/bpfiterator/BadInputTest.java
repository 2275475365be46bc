package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Tests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake fails with a message that names the cause and the remedy, and leaves nothing behind. */
class BadInputTest {

    private List<String> before;

    @BeforeEach
    void remember() {
        before = KernelObjects.openDescriptors();
    }

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(KernelObjects.openDescriptors()).containsExactlyInAnyOrderElementsOf(before);
    }

    static class Mistakes {
        @Test
        void no_object(@BpfIterator(obj = "nowhere.bpf.o") IteratorReader reader) {}

        @Test
        void no_absolute_object(@BpfIterator(obj = "/no/where.bpf.o") IteratorReader reader) {}

        @Test
        void not_elf(@BpfIterator(obj = "${file}") IteratorReader reader) {}

        @Test
        void no_iterator(@BpfIterator(obj = "/no_iterator.bpf.o") IteratorReader reader) {}

        @Test
        void only_data(@BpfIterator(obj = "/only_data.bpf.o") IteratorReader reader) {}

        @Test
        void several(@BpfIterator(obj = "/two_iterators.bpf.o") IteratorReader reader) {}

        @Test
        void no_such_program(
                @BpfIterator(obj = "/two_iterators.bpf.o", program = "count_ants") IteratorReader reader) {}

        @Test
        void program_is_no_iterator(
                @BpfIterator(obj = "/two_iterators.bpf.o", program = "drop_all") IteratorReader reader) {}

        @Test
        void unknown_target(@BpfIterator(obj = "/unknown_target.bpf.o") IteratorReader reader) {}

        @Test
        void refused(@BpfIterator(obj = "/refused.bpf.o") IteratorReader reader) {}

        @Test
        void not_gpl(@BpfIterator(obj = "/not_gpl.bpf.o") IteratorReader reader) {}

        @Test
        void no_map(@BpfIterator(obj = "/map_elem.bpf.o") IteratorReader reader) {}

        @Test
        void map_for_no_map_walker(@BpfIterator(obj = "/task.bpf.o", map = "name task.rodata") IteratorReader reader) {}

        @Test
        void map_form(@BpfIterator(obj = "/map_elem.bpf.o", map = "counters") IteratorReader reader) {}

        @Test
        void map_id_form(@BpfIterator(obj = "/map_elem.bpf.o", map = "id twenty") IteratorReader reader) {}

        @Test
        void no_map_id(@BpfIterator(obj = "/map_elem.bpf.o", map = "id 4294967295") IteratorReader reader) {}

        @Test
        void no_map_file(@BpfIterator(obj = "/map_elem.bpf.o", map = "pinned /no/map") IteratorReader reader) {}

        @Test
        void map_file_in_another_fs(
                @BpfIterator(obj = "/map_elem.bpf.o", map = "pinned ${file}") IteratorReader reader) {}

        @Test
        void no_map_name(@BpfIterator(obj = "/map_elem.bpf.o", map = "name missing") IteratorReader reader) {}

        @Test
        void map_type(@BpfIterator(obj = "/maps.bpf.o", map = "name events") IteratorReader reader) {}

        @Test
        void wide_value(@BpfIterator(obj = "/wide_value.bpf.o", map = "name narrow") IteratorReader reader) {}

        @Test
        void path(@BpfIterator(obj = "/task.bpf.o", path = "${file}") IteratorReader reader) {}

        @Test
        void placeholder(@BpfIterator(obj = "${no.such.property}") IteratorReader reader) {}

        @Test
        void wrong_parameter(@BpfIterator(obj = "/task.bpf.o") String reader) {}

        @Test
        void two_on_a_parameter(
                @BpfIterator(obj = "/task.bpf.o") @BpfIterator(obj = "/map_elem.bpf.o") IteratorReader reader) {}

        @Test
        @BpfIterator(name = "a", obj = "/task.bpf.o")
        @BpfIterator(name = "b", obj = "/task.bpf.o")
        void ambiguous(IteratorReader reader) {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        @BpfIterator(obj = "/task.bpf.o", debug = true)
        void equal_names(IteratorReader reader) {}

        @Test
        @BpfIterator(obj = "/task.bpf.o")
        void unknown_name(@BpfName("socks") IteratorReader reader) {}

        @Test
        void undeclared(@BpfIterator(obj = "/task.bpf.o") IteratorReader one, IteratorReader other) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void map_parameter_of_wrong_size(BpfMap<Short, Long> counters) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void untyped_map_parameter(@SuppressWarnings("rawtypes") BpfMap counters) {}

        @Test
        @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
        void map_parameter_of_unknown_name(@BpfName("nobodys") BpfMap<Integer, Long> counters) {}
    }

    /** Runs a mistake and checks that its message matches, part by part, {@code …} standing for anything. */
    private static Throwable assertFails(String mistake, String message) {
        return assertFails(mistake, Map.of(), message);
    }

    private static Throwable assertFails(String mistake, Map<String, String> configuration, String message) {
        Throwable failure = Tests.failureOf(Mistakes.class, mistake, configuration);
        String pattern = String.join(
                ".*", Arrays.stream(message.split("…", -1)).map(Pattern::quote).toList());
        assertThat(failure.getMessage()).matches(Pattern.compile(".*" + pattern, Pattern.DOTALL));
        return failure;
    }

    @Nested
    class An_object {

        @Test
        void that_does_not_exist() {
            assertFails(
                    "no_object",
                    "Cannot find BPF object \"nowhere.bpf.o\": neither a class path resource (relative to"
                            + " io.bpfiterator.BadInputTest$Mistakes) nor a file (…/nowhere.bpf.o) exists. Compile the"
                            + " BPF program, or correct obj.");
            assertFails("no_absolute_object", "(no/where.bpf.o) nor a file (/no/where.bpf.o) exists. …");
        }

        @Test
        void that_is_not_an_elf_file(@TempDir Path directory) throws Exception {
            Path text = Files.writeString(directory.resolve("text.o"), "int main;");
            assertFails(
                    "not_elf",
                    Map.of("file", text.toString()),
                    "text.o is not an ELF file: it begins with the bytes 69 6e 74 20. Compile it with clang -O2 -g"
                            + " --target=bpf -c.");

            Path empty = Files.createFile(directory.resolve("empty.o"));
            assertFails("not_elf", Map.of("file", empty.toString()), "empty.o is not an ELF file: it is empty. …");
        }

        @Test
        void that_is_for_another_machine() {
            assertFails(
                    "not_elf",
                    Map.of("file", "/bin/true"),
                    "/bin/true is not a BPF object: it is an ELF file for machine …, not for BPF (247). …");
        }

        @Test
        void that_is_a_directory(@TempDir Path directory) {
            assertFails(
                    "not_elf",
                    Map.of("file", directory.toString()),
                    "Cannot open BPF object \"…\": it is a directory. Set obj to a file in it.");
        }

        @Test
        void that_is_truncated(@TempDir Path directory) throws Exception {
            byte[] whole = Files.readAllBytes(Path.of("target/test-classes/task.bpf.o"));
            for (int length : new int[] {20, 64, whole.length / 2, whole.length - 1}) {
                Path half = Files.write(directory.resolve("half.o"), Arrays.copyOf(whole, length));
                assertFails(
                        "not_elf",
                        Map.of("file", half.toString()),
                        "half.o is a truncated BPF object: it has " + length + " bytes, but its header requires …");
            }
        }

        @Test
        void that_is_damaged_inside(@TempDir Path directory) throws Exception {
            byte[] bytes = Files.readAllBytes(Path.of("target/test-classes/task.bpf.o"));
            Arrays.fill(bytes, 64, bytes.length * 3 / 4, (byte) 0x5a);
            Path damaged = Files.write(directory.resolve("damaged.o"), bytes);
            assertFails("not_elf", Map.of("file", damaged.toString()), "libbpf cannot open …damaged.o: …");
        }

        @Test
        void without_an_iterator_program() {
            assertFails(
                    "no_iterator",
                    "/no_iterator.bpf.o has no iterator program: it has only drop_all (socket). Mark an iterator with"
                            + " SEC(\"iter/TARGET\").");
            assertFails("only_data", "/only_data.bpf.o has no iterator program: it has only maps and data. …");
        }

        @Test
        void with_several_iterator_programs() {
            assertFails(
                    "several",
                    "/two_iterators.bpf.o has 2 iterator programs: count_tasks, count_maps. Choose one with program ="
                            + " \"…\".");
        }

        @Test
        void without_the_program() {
            assertFails(
                    "no_such_program",
                    "/two_iterators.bpf.o has no program count_ants. Choose one of its iterators: count_tasks,"
                            + " count_maps.");
            assertFails(
                    "program_is_no_iterator",
                    "Program drop_all of /two_iterators.bpf.o is not an iterator: its section is socket. Choose one"
                            + " of its"
                            + " iterators: count_tasks, count_maps.");
        }

        @Test
        @NeedsKernel
        void for_a_target_that_this_kernel_does_not_have() {
            assertFails(
                    "unknown_target",
                    "Cannot load /unknown_target.bpf.o: the running kernel has no iterator target martian, and no"
                            + " release"
                            + " of Linux has one (E…). Correct the program's SEC(\"iter/…\").\n"
                            + "The running kernel's iterator targets: …bpf_map, bpf_map_elem, …task, task_file, …");
        }

        @Test
        @NeedsKernel
        void that_the_verifier_refuses() {
            Throwable failure = assertFails(
                    "refused",
                    "The kernel's verifier refused program dump_task of /refused.bpf.o: R… invalid mem access"
                            + " '…ptr_or_null_' (EACCES). See the whole log in BpfException.log(), with debug = true,"
                            + " or with the"
                            + " command's -d.");
            BpfException cause = (BpfException) failure.getCause();
            assertThat(cause.log()).contains("BEGIN PROG LOAD LOG", "processed ");
            assertThat(cause.errno()).isPresent();
        }

        @Test
        @NeedsKernel
        void without_a_gpl_compatible_license() {
            assertFails(
                    "not_gpl",
                    "The kernel's verifier refused program dump_task of /not_gpl.bpf.o for its license: …GPL… (EINVAL)."
                            + " Declare char LICENSE[] SEC(\"license\") = \"GPL\" or another GPL-compatible license.");
        }
    }

    @Nested
    @NeedsKernel
    class A_map {

        @Test
        @NeedsMapIterators
        void that_is_missing() {
            assertFails(
                    "no_map",
                    "Cannot attach iterator dump_elements: its target bpf_map_elem walks the elements of a map, and the"
                            + " map is missing. Name one with map = \"id N\", \"pinned FILE\" or \"name NAME\".");
        }

        @Test
        void that_is_given_to_an_iterator_that_walks_none() {
            assertFails(
                    "map_for_no_map_walker",
                    "Cannot attach iterator dump_task to map …: its target task accepts a thread or process (…), or"
                            + " none"
                            + " for all of them. Leave it out.");
        }

        @Test
        void that_is_not_in_bpftools_syntax() {
            assertFails(
                    "map_form", "\"counters\" does not name a map. Write \"id N\", \"pinned FILE\" or \"name NAME\".");
            assertFails("map_id_form", "\"id twenty\" does not name a map: an id is a number from 0 to 4294967295. …");
        }

        @Test
        @NeedsMapIterators
        void whose_id_does_not_exist() {
            assertFails(
                    "no_map_id",
                    "Cannot open map id 4294967295: the kernel has no map with this id (ENOENT). List the maps with:"
                            + " bpftool map.");
        }

        @Test
        @NeedsMapIterators
        void whose_file_does_not_exist() {
            assertFails("no_map_file", "Cannot open a pinned map at /no/map: the file does not exist (ENOENT). …");
        }

        @Test
        @NeedsMapIterators
        void whose_file_is_not_in_a_bpffs(@TempDir Path directory) throws Exception {
            Path file = Files.createFile(directory.resolve("map"));
            assertFails(
                    "map_file_in_another_fs",
                    Map.of("file", file.toString()),
                    "Cannot open a pinned map at " + file + ": …(E…). Name a map that is pinned in a bpffs.");
        }

        @Test
        @NeedsMapIterators
        void whose_file_is_a_pinned_iterator() {
            try (Bpffs bpffs = Bpffs.temporary();
                    BpfObject object = OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/task.bpf.o")))
                            .load();
                    var link = object.program("dump_task").attach(io.bpfiterator.iterator.IteratorOptions.none());
                    var pin = link.pin(bpffs.path("iterator").shared())) {
                assertFails(
                        "map_file_in_another_fs",
                        Map.of("file", pin.reader().path().toString()),
                        "Cannot open a pinned map at …: a bpf…link is pinned there. Name a pinned map.");
            }
        }

        @Test
        @NeedsMapIterators
        void whose_name_does_not_exist() {
            assertFails(
                    "no_map_name",
                    "No map is named missing: it is neither in object map_elem, which has only counters, …, nor"
                            + " elsewhere in"
                            + " the kernel. List the maps with: bpftool map.");
        }

        @Test
        @NeedsMapIterators
        void whose_name_is_not_the_only_one() {
            ObjectFile maps = ObjectFile.read(Path.of("target/test-classes/maps.bpf.o"));
            try (BpfObject one = OpenedObject.open(maps).load();
                    BpfObject other = OpenedObject.open(maps).load();
                    BpfObject asking = OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/map_elem.bpf.o")))
                            .load()) {
                assertThat(one.maps()).hasSameSizeAs(other.maps());
                BpfException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                        BpfException.class, () -> asking.openMap("name numbers"));
                assertThat(failure)
                        .hasMessageMatching(
                                "2 maps in the kernel are named numbers: id \\d+, id \\d+\\. Choose one by id\\.");
            }
        }

        @Test
        @NeedsMapIterators
        void of_a_type_that_cannot_be_walked() {
            assertFails(
                    "map_type",
                    "to map events (ringbuf, id …): this target cannot walk a map of type ringbuf (EINVAL). Use a"
                            + " map of type hash, array, percpu_hash, percpu_array, lru_hash, lru_percpu_hash.");
        }

        @Test
        @NeedsMapIterators
        void whose_values_are_smaller_than_the_program_expects() {
            assertFails(
                    "wide_value",
                    "the program accesses more than the map's keys of 4 bytes or values of 8 bytes (EACCES). Use the"
                            + " map's types in the program.");
        }
    }

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
            try (Bpffs bpffs = Bpffs.temporary();
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

    @Nested
    @NeedsKernel
    @NeedsMapIterators
    class A_map_parameter {

        @Test
        void of_the_wrong_size() {
            assertFails(
                    "map_parameter_of_wrong_size",
                    "The keys of map counters (hash, id …): Java's Short cannot hold __u32. Use long or byte[].");
        }

        @Test
        void without_types() {
            assertFails(
                    "untyped_map_parameter",
                    "Cannot inject a map into parameter …: its type does not name the Java types of the keys and"
                            + " values. Declare it as …");
        }

        @Test
        void of_an_unknown_name() {
            assertFails(
                    "map_parameter_of_unknown_name",
                    "Cannot inject a map into parameter …: no map is named \"nobodys\", only: [map counters (hash,"
                            + " id …)]. Select a map with @BpfName, …");
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
