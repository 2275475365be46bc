// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.support.SystemProperty;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BpfCompilerTest extends CountingClang {

    @Test
    void returns_the_version_of_its_clang() {
        assertThat(new BpfCompiler(options).version()).contains("clang version ");
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> new BpfCompiler(options.withClang("no-such-clang")).version())
                .withMessageStartingWith("Cannot run \"no-such-clang\" to compile C sources: there is no program"
                        + " \"no-such-clang\". Install clang (Debian, Ubuntu: ");
    }

    @Nested
    class An_object {

        @Test
        void is_cached_and_clang_does_not_run_again() throws Exception {
            byte[] object = compile();

            assertThat(compile()).isEqualTo(object).startsWith(0x7f, 'E', 'L', 'F');
            assertThat(runs()).isEqualTo(1);
        }

        @Test
        void is_compiled_again_when_its_source_has_changed() throws Exception {
            byte[] object = compile();
            Files.writeString(source, "int answer = 43;\n");

            assertThat(compile()).isNotEqualTo(object);
            assertThat(runs()).isEqualTo(2);
        }

        @Test
        void is_compiled_again_when_a_header_has_changed() throws Exception {
            byte[] object = compile();
            write("answer.h", "#define ANSWER 43\n");

            assertThat(compile()).isNotEqualTo(object);
            assertThat(runs()).isEqualTo(2);
        }

        @Test
        void is_compiled_again_when_the_options_have_changed() throws Exception {
            compile();
            CompilerOptions before = options;
            for (CompilerOptions changed : List.of(
                    before.withFlags("-O1"),
                    before.withDefine("UNUSED", "1"),
                    before.withDefine("UNUSED", "2"),
                    before.withIncludeDirectory(directory.resolve("headers")))) {
                int runs = runs();
                options = changed;
                compile();
                compile();
                assertThat(runs()).as(changed.toString()).isEqualTo(runs + 1);
            }
        }

        @Test
        void makes_room_by_removing_those_that_were_used_least_recently() throws Exception {
            compile();
            Path objects = options.cache().resolve("objects");
            for (int i = 0; i < 1000; i++) {
                Path object = Files.createFile(objects.resolve(i + ".bpf.o"));
                Files.setLastModifiedTime(object, FileTime.from(Instant.now().minus(Duration.ofMinutes(1000 - i))));
                Files.createFile(objects.resolve(i + ".sha256"));
            }
            CompilerOptions before = options;
            options = before.withDefine("OTHER", "1");

            compile();

            assertThat(objects.toFile().list()).hasSize(2 * 1000).doesNotContain("0.bpf.o", "0.sha256");
            assertThat(objects.resolve("999.bpf.o")).exists();
            options = before;
            int runs = runs();
            compile();
            assertThat(runs()).isEqualTo(runs);
        }

        @Test
        void that_no_run_has_used_for_two_weeks_is_removed() throws Exception {
            compile();
            Path unused = Files.createFile(options.cache().resolve("objects/unused.bpf.o"));
            Files.setLastModifiedTime(unused, FileTime.from(Instant.now().minus(Duration.ofDays(15))));
            Files.writeString(source, "int answer = 43;\n");

            compile();

            assertThat(unused).doesNotExist();
        }

        @Test
        void that_is_damaged_in_the_cache_is_compiled_again() throws Exception {
            byte[] object = compile();
            try (var files = Files.list(options.cache().resolve("objects"))) {
                for (Path file : files.toList()) {
                    Files.write(file, new byte[] {1, 2, 3, '\n'});
                }
            }

            assertThat(compile()).isEqualTo(object);
            assertThat(compile()).isEqualTo(object);
            assertThat(runs()).isEqualTo(2);
        }

        @Test
        void may_have_a_source_in_a_folder_with_a_blank() throws Exception {
            Path folder = Files.createDirectory(directory.resolve("a folder #1 $"));
            Files.move(directory.resolve("answer.h"), folder.resolve("answer.h"));
            source = Files.move(source, folder.resolve("answer.bpf.c"));

            assertThat(compile()).isEqualTo(compile());
            assertThat(runs()).isEqualTo(1);
        }

        @Test
        void leaves_no_temporary_file() throws Exception {
            compile();

            try (var files = Files.list(options.cache())) {
                assertThat(files).containsExactly(options.cache().resolve("objects"));
            }
        }
    }

    @Nested
    class A_mistake {

        @Test
        void in_the_source_is_named_with_file_and_line() throws Exception {
            Files.writeString(source, "int ok;\nint answer = missing;\nint other = missing2;\n");

            BpfException failure = failure();

            assertThat(failure)
                    .hasMessage("clang cannot compile answer.bpf.c: " + source
                            + ":2:14: use of undeclared identifier 'missing'."
                            + " The whole output of clang is in BpfException.log() and in the test's report.\n  "
                            + source + ":3:13: use of undeclared identifier 'missing2'");
            assertThat(failure.log()).contains("int answer = missing;", "missing2");
        }

        @Test
        void that_is_one_of_many_is_named_with_two_others_and_their_number() throws Exception {
            Files.writeString(source, "int a = b;\nint c = d;\nint e = f;\nint g = h;\n");

            assertThat(failure().getMessage().lines().skip(1))
                    .containsExactly(
                            "  " + source + ":2:9: use of undeclared identifier 'd'",
                            "  " + source + ":3:9: use of undeclared identifier 'f'",
                            "  and 1 more error");
        }

        @Test
        void in_a_name_is_named_with_the_name_that_clang_suggests() throws Exception {
            Files.writeString(source, "struct task { int pid; };\nint f(struct task *t) { return t->pidd; }\n");

            assertThat(failure())
                    .hasMessageContaining(
                            ":2:35: no member named 'pidd' in 'struct task'. Did you mean 'pid'? The whole");
        }

        @Test
        void in_an_include_is_named_with_its_remedy() throws Exception {
            Files.writeString(source, "#include \"nowhere.h\"\n");
            assertThat(failure())
                    .hasMessageContaining(
                            source + ":1:10: 'nowhere.h' file not found. Put the header next to the source, or add its"
                                    + " directory to the include path with -Dbpfiterator.clang.flags=-I/its/directory."
                                    + " ");

            Files.writeString(source, "#include <bpf/nowhere.h>\n");
            assertThat(failure()).hasMessageContaining("apt-get install libbpf-dev");

            Files.writeString(source, "#include <linux/nowhere.h>\n");
            assertThat(failure()).hasMessageContaining("apt-get install linux-libc-dev");
        }

        @Test
        void in_an_include_of_the_c_library_is_named_with_the_header_to_use_instead() throws Exception {
            Files.writeString(source, "#include <errno.h>\nint answer = EINVAL;\n");

            assertThat(failure())
                    .hasMessageContaining("'gnu/stubs-32.h' file not found. Do not include <errno.h>, which is for"
                            + " programs of user space. Error numbers are in <linux/errno.h>, ");
            Files.writeString(source, "#include <linux/errno.h>\nint answer = EINVAL;\n");
            assertThat(compile()).isNotEmpty();
        }

        @Test
        void in_the_first_include_is_named_with_the_header_that_is_missing() throws Exception {
            Files.writeString(source, "#include <bpf/bpf_helpers.h>\n");

            assertThat(failure())
                    .hasMessageContaining("bpf_helper_defs.h:")
                    .hasMessageContaining(". Include \"vmlinux.h\" before other headers, or <linux/bpf.h> if the"
                            + " source uses no types of the kernel. ");
        }

        @Test
        void in_the_flags_is_named() {
            options = options.withFlags("--no-such-flag");

            assertThat(failure()).hasMessageMatching("clang cannot compile answer.bpf.c: .*'--no-such-flag'.*");
        }

        @Test
        void in_the_path_is_named() {
            source = directory.resolve("nowhere.bpf.c");

            assertThat(failure())
                    .hasMessage("Cannot compile the C source " + source + ": there is no such file. Correct its path.");
        }

        @Test
        void in_clangs_name_names_the_package_to_install() {
            options = options.withClang("/no/clang");
            assertThat(failure())
                    .hasMessageStartingWith(
                            "Cannot run \"/no/clang\" to compile C sources: there is no program" + " \"/no/clang\". ")
                    .hasMessageEndingWith(". Install clang (Debian, Ubuntu: apt-get install clang; Fedora: dnf install"
                            + " clang), or name one with -Dbpfiterator.clang=/path/to/clang.");
            assertThat(failure().isUnavailable()).isTrue();

            options = options.withClang("/bin/true");
            assertThat(failure()).hasMessageStartingWith("\"/bin/true\" is not clang: with --version ");
        }

        @Test
        void in_the_path_of_the_cache_is_named_with_its_remedy() {
            options = options.withCache(runs);

            assertThat(failure())
                    .hasMessageStartingWith("Cannot use the cache " + runs + ": ")
                    .hasMessageEndingWith(". Name another directory with -Dbpfiterator.cache=DIRECTORY.");
        }
    }

    /** The caches of an environment: the host's, which is read-only, and a directory of its own. */
    @Nested
    class With_a_shared_cache {

        @Test
        void an_object_is_read_from_it() throws Exception {
            compile();

            compileWithShared();

            assertThat(runs()).isEqualTo(1);
            assertThat(own).doesNotExist();
        }

        @Test
        void an_object_that_it_lacks_is_stored_in_the_own_cache() throws Exception {
            Files.createDirectories(shared);

            compileWithShared();
            compileWithShared();

            assertThat(runs()).isEqualTo(1);
            assertThat(own.resolve("objects")).isNotEmptyDirectory();
            assertThat(BpfCompiler.compiledSources()).doesNotContain(source);
        }

        @Test
        void an_object_that_is_out_of_date_in_it_is_compiled_again() throws Exception {
            compile();
            write("answer.h", "#define ANSWER 43\n");

            compileWithShared();
            compileWithShared();

            assertThat(runs()).isEqualTo(2);
        }

        @Test
        void a_source_from_a_jar_has_the_same_object_in_each_cache() throws Exception {
            Path sources = Files.createDirectories(shared.resolve("sources/1"));
            source = Files.copy(source, sources.resolve("answer.bpf.c"));
            Files.copy(directory.resolve("answer.h"), sources.resolve("answer.h"));
            compile();
            Path others = Files.createDirectories(own.resolve("sources/1"));
            source = Files.copy(source, others.resolve("answer.bpf.c"));
            Files.copy(directory.resolve("answer.h"), others.resolve("answer.h"));

            compileWithShared();

            assertThat(runs()).isEqualTo(1);
        }
    }

    @Nested
    class A_source_in_a_jar {

        @Test
        void is_written_to_the_cache_with_the_headers_of_its_folder() throws Exception {
            Path jar = directory.resolve("programs.jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (String name : List.of("answer.bpf.c", "answer.h")) {
                    out.putNextEntry(new JarEntry("bpf/" + name));
                    out.write(Files.readAllBytes(directory.resolve(name)));
                }
                out.putNextEntry(new JarEntry("elsewhere.h"));
            }
            try (SystemProperty property = SystemProperty.set(
                    ExtensionSettings.CACHE.key(), options.cache().toString())) {
                source = SourceFile.of(
                        URI.create("jar:" + jar.toUri() + "!/bpf/answer.bpf.c").toURL());
            }

            assertThat(source).startsWith(options.cache());
            assertThat(source.resolveSibling("elsewhere.h")).doesNotExist();
            assertThat(compile()).isNotEmpty();
        }

        @Test
        void that_cannot_be_read_is_named() throws Exception {
            var resource = URI.create("jar:" + runs.toUri() + "!/a.bpf.c").toURL();

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> SourceFile.of(resource))
                    .withMessageStartingWith("Cannot read the C source " + resource + ": ");
        }
    }
}
