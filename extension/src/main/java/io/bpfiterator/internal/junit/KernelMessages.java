// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import com.sun.jna.Memory;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that the kernel logs after a point in time, for any process, from {@code /dev/kmsg} as
 * {@code dmesg} does. Opening takes a few microseconds. If reading is not permitted, the result is one line that says
 * so.
 */
public final class KernelMessages implements AutoCloseable {

    private static final String DEVICE = "/dev/kmsg";

    /**
     * The longest record (CONSOLE_EXT_LOG_MAX in the kernel's printk); a buffer that is too short makes read(2) fail.
     */
    private static final int RECORD_BYTES = 8192;

    private static final int LIMIT = 64 * 1024;

    /**
     * Level and facility, sequence number, microseconds since boot, flags; then the text and the lines of a dictionary.
     */
    private static final Pattern RECORD = Pattern.compile("\\d+,\\d+,(\\d+),[^;]*;([^\\n]*)\\n.*", Pattern.DOTALL);

    private final @Nullable Fd fd;
    private final int refusal;

    private KernelMessages(@Nullable Fd fd, int refusal) {
        this.fd = fd;
        this.refusal = refusal;
    }

    /** Starts after the messages that the kernel has logged so far. */
    public static KernelMessages sinceNow() {
        int number = Libc.libc().open(DEVICE, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        int errno = Calls.errnoOfLibc(number);
        if (errno != 0) {
            return new KernelMessages(null, errno);
        }
        Fd fd = new Fd(number, DEVICE);
        errno = Calls.errnoOfLibc(Libc.libc().lseek(number, 0, Libc.SEEK_END));
        if (errno != 0) {
            fd.close();
            return new KernelMessages(null, errno);
        }
        return new KernelMessages(fd, 0);
    }

    /** Returns the messages since the last call, at most 64 KiB; an empty text if no message was logged. */
    public String read() {
        if (fd == null) {
            return unreadable(refusal);
        }
        StringBuilder text = new StringBuilder();
        Memory record = new Memory(RECORD_BYTES);
        while (text.length() < LIMIT) {
            long length = Libc.libc().read(fd.number(), record, RECORD_BYTES);
            int errno = length == 0 ? Errno.EAGAIN.number() : Calls.errnoOfLibc(length);
            if (errno == 0) {
                text.append(line(record.getByteArray(0, (int) length)));
            } else if (Errno.EPIPE.is(errno)) {
                text.append("(older messages are missing: the kernel has overwritten them)\n");
            } else if (!Errno.EINTR.is(errno)) {
                return text + (Errno.EAGAIN.is(errno) ? "" : unreadable(errno));
            }
        }
        return text + "(further messages are omitted)\n";
    }

    private static String line(byte[] bytes) {
        String record = new String(bytes, StandardCharsets.UTF_8);
        Matcher parts = RECORD.matcher(record);
        if (!parts.matches()) {
            return record;
        }
        long microseconds = Long.parseLong(parts.group(1));
        return String.format("[%5d.%06d] %s\n", microseconds / 1_000_000, microseconds % 1_000_000, parts.group(2));
    }

    private static String unreadable(int errno) {
        return Failure.failed("Cannot read the kernel's messages from " + DEVICE)
                        .errno(errno)
                        .remedy(Errno.EPERM.is(errno) ? "Add CAP_SYSLOG, or set sysctl kernel.dmesg_restrict=0" : "")
                        .message()
                + "\n";
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
        }
    }
}
