// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.ModuleOnDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesTest {

    @Nested
    class On_the_class_path {

        private static final String NAME = "junit-platform.properties";

        @Test
        void an_absolute_name_is_found() {
            assertThat(Resources.find("/" + NAME, ResourcesTest.class)).isPresent();
        }

        @Test
        void a_name_is_relative_to_the_package() {
            assertThat(Resources.find(NAME, ResourcesTest.class)).isEmpty();
        }
    }

    @Nested
    class In_a_module_that_does_not_open_its_package {

        private Class<?> type;

        @BeforeEach
        void load(@TempDir Path directory) throws Exception {
            type = ModuleOnDisk.load(
                    directory,
                    "closed",
                    Map.of(
                            "module-info.java", "module closed {}",
                            "closed/tests/Type.java", "package closed.tests; class Type {}",
                            "closed/tests/beside.txt", "beside the class",
                            "closed/tests/below/below.txt", "below the class",
                            "closed/other/other.txt", "in another package"),
                    "closed.tests.Type");
        }

        @Test
        void the_platform_hides_a_resource() {
            assertThat(type.getResource("beside.txt")).isNull();
        }

        @Test
        void a_name_is_relative_to_the_package() {
            assertThat(text("beside.txt")).hasValue("beside the class");
            assertThat(text("below/below.txt")).hasValue("below the class");
        }

        @Test
        void an_absolute_name_is_found_in_each_package() {
            assertThat(text("/closed/tests/beside.txt")).hasValue("beside the class");
            assertThat(text("/closed/other/other.txt")).hasValue("in another package");
        }

        @Test
        void an_absolute_name_is_found_on_the_class_path() {
            assertThat(text("/junit-platform.properties")).isPresent();
        }

        @Test
        void a_missing_resource_is_not_found() {
            assertThat(text("missing.txt")).isEmpty();
            assertThat(text("/missing.txt")).isEmpty();
            assertThat(text("/missing/missing.txt")).isEmpty();
        }

        private Optional<String> text(String name) {
            return Resources.find(name, type).map(ResourcesTest::read);
        }
    }

    private static String read(URL resource) {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
