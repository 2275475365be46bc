// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake in a map or its parameter has a message with its cause and its remedy. */
class BadMapTest extends BadInput {

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
                    "Cannot open map id 4294967295: the kernel has no map with this id (ENOENT). List the maps of"
                            + " the kernel that runs the test with: bpftool map.");
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
            try (Bpffs bpffs = TemporaryBpffs.create();
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
                    "No map is named missing: it is neither in object map_elem, which has only counters…, nor elsewhere"
                            + " in the kernel. List the maps of the kernel that runs the test with: bpftool map.");
            assertFails("misspelt_map_name", "No map is named countres: … Did you mean counters?");
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
                            + " map of type hash, array, percpu_hash, percpu_array, lru_hash, lru_percpu_hash, …");
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
    @NeedsKernel
    class A_map_parameter_of_iterators_without_maps {

        @Test
        void is_not_chosen_from_an_empty_list() {
            assertFails(
                    "map_parameter_without_maps",
                    "Cannot inject a map into parameter …: no iterator that this test declares has one. Select one"
                            + " …");
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
                    "Cannot inject a map into parameter …: none is named \"nobodys\", only: map counters (hash,"
                            + " id …). Select one with @BpfName, …");
        }
    }
}
