// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsPrivilege;
import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests run on the module path without {@code --add-exports}, or fail with the directive that is missing. */
@Slow
@NeedsPrivilege
class ModulePathIT {

    @TempDir
    private Path directory;

    @Nested
    class Tests_that_are_a_module {

        @Test
        void pass() throws Exception {
            assertThat(UserProject.copy("modules/tests", directory.resolve("project"))
                            .testsPass())
                    .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
        }

        /** What JUnit itself requires is enough for files and fields. */
        @Test
        void that_does_not_open_a_package_are_told_the_directive() throws Exception {
            UserProject project = UserProject.copy("modules/tests", directory.resolve("project"));
            project.write("src/test/java/module-info.java", """
                    module org.example.tests {
                        requires io.bpfiterator;
                        requires org.junit.jupiter.api;
                        opens org.example.tests to org.junit.platform.commons;
                        exports org.example.closed;
                    }
                    """);
            project.write("src/test/java/org/example/closed/FieldTest.java", """
                    package org.example.closed;
                    public class FieldTest {
                        @io.bpfiterator.BpfIterator(obj = "/org/example/tests/tasks.bpf.c")
                        private io.bpfiterator.iterator.IteratorReader tasks;
                        @org.junit.jupiter.api.Test
                        public void test() {}
                    }
                    """);
            project.write("src/test/java/org/example/tests/SoftTest.java", """
                    package org.example.tests;
                    class SoftTest {
                        @io.bpfiterator.BpfIterator(obj = "tasks.bpf.c")
                        private io.bpfiterator.iterator.IteratorReader tasks;
                        @org.junit.jupiter.api.Test
                        void test() {
                            new io.bpfiterator.assertj.BpfSoftAssertions().assertThat(tasks).isNotEmpty();
                        }
                    }
                    """);

            assertThat(project.testsFail())
                    .contains("Tests run: 5, Failures: 0, Errors: 3, Skipped: 0")
                    .contains("Cannot access the components of record org.example.tests.TasksTest$Task: module"
                            + " org.example.tests does not open package org.example.tests to module io.bpfiterator."
                            + " Write \"opens org.example.tests to io.bpfiterator, org.junit.platform.commons;\" in the"
                            + " module-info.java of org.example.tests.")
                    .contains("Cannot set field private io.bpfiterator.iterator.IteratorReader"
                            + " org.example.closed.FieldTest.tasks: module org.example.tests does not open package"
                            + " org.example.closed to module org.junit.platform.commons. Write \"opens"
                            + " org.example.closed to io.bpfiterator, org.junit.platform.commons;\" in the"
                            + " module-info.java of org.example.tests.")
                    .contains("Cannot create soft assertions: module org.assertj.core does not export"
                            + " org.assertj.core.internal and org.assertj.core.api.recursive.assertion to module"
                            + " io.bpfiterator. Start the JVM with --add-exports=org.assertj.core/");
        }
    }

    @Nested
    class Tests_in_the_packages_of_a_module {

        @Test
        void pass() throws Exception {
            assertThat(UserProject.copy("modules/application", directory.resolve("project"))
                            .testsPass())
                    .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
        }
    }
}
