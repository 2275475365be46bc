// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import com.sun.jna.Memory;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.TestRunOptions;
import io.bpfiterator.internal.libbpf.StructLayout.Field;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.TestRunInput;
import io.bpfiterator.iterator.TestRunResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls {@code BPF_PROG_TEST_RUN}, which takes and returns different things for each type of program. */
final class TestRun {

    private static final int TYPE_SYSCALL = 31;

    /** A program may make a packet longer. */
    private static final int MORE_DATA_BYTES = 4096;

    /** {@code ENOTSUPP} of the kernel, which libc does not know. */
    private static final int NOT_SUPPORTED = 524;

    private TestRun() {}

    static TestRunResult of(BpfProgram program, int fd, TestRunInput input) {
        int type = program.info().type();
        TestRunOptions options = new TestRunOptions();
        @Nullable Memory context = in(options, TestRunOptions.CTX_IN, TestRunOptions.CTX_SIZE_IN, input.context());
        @Nullable Memory data = in(options, TestRunOptions.DATA_IN, TestRunOptions.DATA_SIZE_IN, input.data());
        @Nullable Memory contextOut = null;
        if (context != null && type != TYPE_SYSCALL && type != Libbpf.BPF_PROG_TYPE_RAW_TRACEPOINT) {
            contextOut = new Memory(context.size());
            options.set(TestRunOptions.CTX_OUT, contextOut);
            options.set(TestRunOptions.CTX_SIZE_OUT, contextOut.size());
        }
        @Nullable Memory dataOut = null;
        if (data != null) {
            dataOut = new Memory(data.size() + MORE_DATA_BYTES);
            options.set(TestRunOptions.DATA_OUT, dataOut);
            options.set(TestRunOptions.DATA_SIZE_OUT, dataOut.size());
        }
        options.set(TestRunOptions.REPEAT, input.repetitions() == 1 ? 0 : input.repetitions());
        Calls.checkLibbpf(Libbpf.libbpf().bpf_prog_test_run_opts(fd, options), errno -> failure(program, errno));
        return new TestRunResult(
                options.intOf(TestRunOptions.RETVAL),
                type == TYPE_SYSCALL
                        ? bytes(context, input.context().length)
                        : bytes(contextOut, options.intOf(TestRunOptions.CTX_SIZE_OUT)),
                bytes(dataOut, options.intOf(TestRunOptions.DATA_SIZE_OUT)),
                Duration.ofNanos(Integer.toUnsignedLong(options.intOf(TestRunOptions.DURATION))));
    }

    private static @Nullable Memory in(TestRunOptions options, Field pointer, Field size, byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        Memory memory = Bytes.copyOf(bytes);
        options.set(pointer, memory);
        options.set(size, bytes.length);
        return memory;
    }

    private static byte[] bytes(@Nullable Memory memory, int length) {
        return memory == null ? new byte[0] : memory.getByteArray(0, length);
    }

    private static Failure failure(BpfProgram program, int errno) {
        String what = "Cannot run " + program;
        if (program.target().isPresent()) {
            return Failure.invalid(what)
                    .because("the kernel does not run iterators on request")
                    .remedy("Attach it, and read it");
        }
        if (errno == NOT_SUPPORTED) {
            return Failure.absent(what)
                    .because("the running kernel cannot run programs of its type on request")
                    .remedy("Attach it, and cause the event that it handles");
        }
        return Errno.EINVAL.is(errno)
                ? Failure.invalid(what)
                        .because("the kernel does not accept this context, data or number of repetitions for its type")
                        .remedy("Give a program of sockets at least 14 bytes of data, and a SEC(\"syscall\") program"
                                + " only a context")
                : Failure.failed(what);
    }
}
