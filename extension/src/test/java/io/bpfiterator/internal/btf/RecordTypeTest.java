// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.ModuleOnDisk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTypeTest {

    private record Secret(int number, String text) {}

    private record Broken(int number) {
        @Override
        public int number() {
            throw new IllegalStateException("no number");
        }
    }

    @Nested
    class A_name {

        @ParameterizedTest
        @CsvSource({
            "pid, pid",
            "startTime, start_time",
            "start_time, start_time",
            "TcpEvent, tcp_event",
            "pidNS, pid_ns",
            "NSPid, ns_pid",
            "saddrV4, saddr_v4",
            "ino64, ino64",
            "sk6Local, sk6_local"
        })
        void is_converted_to_the_kernels_style(String javaName, String kernelName) {
            assertThat(RecordType.snakeCase(javaName)).isEqualTo(kernelName);
        }
    }

    @Nested
    class A_record_in_a_module {

        @Test
        void that_does_not_open_its_package_is_refused_with_the_missing_directive(@TempDir Path directory)
                throws Exception {
            Class<?> secret = ModuleOnDisk.load(
                    directory,
                    "closed",
                    Map.of(
                            "module-info.java", "module closed {}",
                            "closed/tests/Secret.java", "package closed.tests; record Secret(int number) {}"),
                    "closed.tests.Secret");

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> RecordType.of(secret))
                    .withMessage("Cannot access the components of record closed.tests.Secret: module closed does not"
                            + " open package closed.tests to the class path. Write \"opens closed.tests;\" in the"
                            + " module-info.java of closed.");
        }
    }

    @Nested
    class A_record {

        @Test
        void is_created_and_read_even_if_it_is_private() {
            RecordType<Secret> type = RecordType.of(Secret.class);
            Secret secret = type.create(new Object[] {1, "one"});

            assertThat(secret).isEqualTo(new Secret(1, "one"));
            assertThat(type.value(secret, 0)).isEqualTo(1);
            assertThat(type.value(secret, 1)).isEqualTo("one");
            assertThat(type).hasToString("record Secret");
        }

        @Test
        void with_a_null_is_an_error() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> RecordType.of(Secret.class).value(new Secret(1, null), 1))
                    .withMessage("Secret.text is null. C has no such value: set the component.");
        }

        @Test
        void with_an_accessor_that_throws_rethrows_its_exception() {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> RecordType.of(Broken.class).value(new Broken(1), 0))
                    .withMessage("no number");
        }

        @Test
        void requires_a_record_class() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> RecordType.of(String.class))
                    .withMessage("java.lang.String is not a record class. Declare it with the keyword record.");
        }
    }
}
