// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.clang.CompilerOptions;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An iterator that reads a struct of the kernel works on another kernel only if CO-RE locates the members. */
@NeedsKernel
class PortabilityTest {

    private static final String DECLARATIONS = """
            #include <linux/bpf.h>
            #include <bpf/bpf_helpers.h>
            #ifndef STRUCT
            #define STRUCT
            #endif
            struct seq_file;
            struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; };
            struct task_struct { char before[1000]; int pid; char comm[16]; } STRUCT;
            struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; };
            struct bpf_iter__bpf_map_elem { struct bpf_iter_meta *meta; void *map; void *key; int *value; };
            char LICENSE[] SEC("license") = "GPL";
            """;

    private static final String TASK = "SEC(\"iter/task\") int dump(struct bpf_iter__task *ctx)"
            + " { struct task_struct *task = ctx->task; int pid = 0; if (!task) return 0; %s"
            + " BPF_SEQ_PRINTF(ctx->meta->seq, \"%%d %%llu\\n\", pid, ctx->meta->seq_num); return 0; }\n";

    private static final String READ = TASK.formatted("pid = task->pid;");

    @TempDir
    Path directory;

    private CompilerOptions options;

    @BeforeEach
    void prepare() {
        options = CompilerOptions.fromSystemProperties().withCache(directory.resolve("cache"));
        Portability.setStrict(true);
    }

    @AfterEach
    void is_not_strict() {
        Portability.setStrict(false);
    }

    private OpenedObject open(String program) throws Exception {
        Path source = Files.writeString(directory.resolve("reader.bpf.c"), DECLARATIONS + program);
        return OpenedObject.open(ObjectFile.of("reader.bpf.c", new BpfCompiler(options).compile(source)));
    }

    @Nested
    class A_program_that_reads_at_a_fixed_offset {

        @Test
        void is_refused_in_a_strict_run_with_the_struct_and_the_remedy() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> open(READ))
                    .withMessage("Program dump of reader.bpf.c is not portable: it reads struct task_struct at offset"
                            + " 1000 without a CO-RE relocation, so that it reads other data on a kernel with another"
                            + " layout. Compile it with clang -g, and include vmlinux.h or declare the struct with"
                            + " __attribute__((preserve_access_index)).");
        }

        @Test
        void is_refused_also_without_btf() {
            options = options.withFlags("-g0");

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> open(READ))
                    .withMessageContaining("struct task_struct at offset 1000, and the object has no BTF, so that");
        }

        @Test
        void is_refused_also_if_a_helper_reads() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> open(TASK.formatted("bpf_probe_read_kernel(&pid, sizeof(pid), &task->pid);")))
                    .withMessageContaining("struct task_struct at offset 1000 ");
        }

        @Test
        void is_a_warning_once_in_other_runs() throws Exception {
            Portability.setStrict(false);
            List<String> warnings = new ArrayList<>();
            Logger logger = Logger.getLogger(Portability.class.getName());
            Handler handler = new Handler() {
                @Override
                public void publish(LogRecord warning) {
                    warnings.add(warning.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
            try {
                open(READ.replace("iter/task", "?iter/task"));
                open(READ);
            } finally {
                logger.removeHandler(handler);
                logger.setUseParentHandlers(true);
            }

            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith("Program dump of reader.bpf.c is not portable: it reads struct task_struct ");
        }
    }

    @Nested
    class A_program_is_portable {

        @Test
        void if_co_re_locates_what_it_reads() {
            options = options.withDefine("STRUCT", "__attribute__((preserve_access_index))");

            assertThatCode(() -> open(READ)).doesNotThrowAnyException();
            assertThatCode(() -> open(TASK.formatted(
                            "bpf_probe_read_kernel(&pid, sizeof(pid), &task->pid); pid += task->comm[3];")))
                    .doesNotThrowAnyException();
        }

        @Test
        void if_it_reads_only_what_is_the_same_in_all_kernels() {
            assertThatCode(() -> open(TASK.formatted(""))).doesNotThrowAnyException();
        }

        @Test
        void if_it_reads_elements_of_maps() {
            assertThatCode(() -> open("SEC(\"iter/bpf_map_elem\") int dump(struct bpf_iter__bpf_map_elem *ctx)"
                            + " { int *value = ctx->value; return value ? *value == 7 : 0; }\n"))
                    .doesNotThrowAnyException();
        }

        @Test
        void if_it_is_one_of_these_tests() throws Exception {
            try (Stream<Path> objects = Files.list(Path.of("target/test-classes"))) {
                assertThat(objects.filter(file -> file.toString().endsWith(".bpf.o")))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThatCode(() -> OpenedObject.open(ObjectFile.read(file)))
                                .doesNotThrowAnyException());
            }
        }
    }
}
