// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.inheritance.elsewhere;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfName;
import io.bpfiterator.inheritance.Declaring;
import io.bpfiterator.inheritance.DeclaringInterface;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.SystemProperty;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package of this class has an object of the same name as the package of its supertypes. */
@NeedsKernel
class InheritanceTest {

    private static final String BASE = "beside the base class\n";
    private static final String SUBCLASS = "beside the subclass\n";

    @TempDir
    static Path cache;

    private static SystemProperty property;

    @BeforeAll
    static void useTheCache() {
        property = SystemProperty.set("bpfiterator.cache", cache.toString());
    }

    @AfterAll
    static void forgetTheCache() {
        property.close();
    }

    @Nested
    class A_subclass extends Declaring {

        @Test
        void uses_the_object_in_the_package_of_its_superclass(IteratorReader reader) {
            assertThat(reader).text().isEqualTo(BASE);
            assertThat(field).text().isEqualTo(BASE);
        }

        @Test
        @BpfIterator(name = "own", obj = "who.bpf.c")
        void may_declare_another_on_a_method(IteratorReader nearest, @BpfName("who") IteratorReader inherited) {
            assertThat(nearest).text().isEqualTo(SUBCLASS);
            assertThat(inherited).text().isEqualTo(BASE);
        }
    }

    @Nested
    @BpfIterator(obj = "who.bpf.c")
    class A_subclass_that_declares_an_iterator_of_the_same_name extends Declaring {

        @Test
        void hides_the_one_of_its_superclass(@BpfName("who") IteratorReader byName, IteratorReader nearest) {
            assertThat(byName).text().isEqualTo(SUBCLASS);
            assertThat(nearest).isSameAs(byName);
            assertThat(field).text().isEqualTo(BASE);
        }
    }

    @Nested
    class A_class_that_implements_an_interface implements DeclaringInterface {

        @Test
        void uses_the_object_in_its_package(IteratorReader reader) {
            assertThat(reader).text().isEqualTo(BASE);
        }
    }

    @Nested
    @BpfIterator(obj = "who.bpf.c")
    class A_class_that_declares_an_iterator_with_the_name_of_its_interface implements DeclaringInterface {

        @Test
        void hides_the_one_of_the_interface(IteratorReader reader) {
            assertThat(reader).text().isEqualTo(SUBCLASS);
        }
    }

    @BpfIterator(obj = "who.bpf.c")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Composed {}

    @Nested
    @Composed
    @BpfIterator(name = "one", obj = "/task.bpf.o")
    @BpfIterator(name = "other", obj = "/two_iterators.bpf.o", program = "count_maps")
    class A_class_with_annotations_of_every_kind implements DeclaringInterface {

        @Test
        void has_each_of_them_once(
                @BpfName("who") IteratorReader composed,
                @BpfName("one") IteratorReader one,
                @BpfName("other") IteratorReader other) {
            assertThat(composed).text().isEqualTo(SUBCLASS);
            assertThat(one.name()).isEqualTo("dump_task");
            assertThat(other.name()).isEqualTo("count_maps");
        }
    }
}
