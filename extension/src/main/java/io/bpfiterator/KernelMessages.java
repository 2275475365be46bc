package io.bpfiterator;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libc;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has logged since a moment, whoever made it: {@code /dev/kmsg}, as {@code dmesg} reads it. Opening takes some
 * microseconds. Where the machine does not allow it, the messages are one line that says so.
 */
final class KernelMessages implements AutoCloseable {

    private static final String DEVICE = "/dev/kmsg";

    /** No record is longer (CONSOLE_EXT_LOG_MAX of the kernel's printk); one longer than the buffer would be EINVAL. */
    private static final int RECORD_BYTES = 8192;

    private static final int LIMIT = 64 * 1024;

    /** Level and facility, sequence number, microseconds since boot, flags; then the text, and lines of a dictionary. */
    private static final Pattern RECORD = Pattern.compile("\\d+,\\d+,(\\d+),[^;]*;([^\\n]*)\\n.*", Pattern.DOTALL);

    private final @Nullable Fd fd;
    private final int refusal;

    private KernelMessages(@Nullable Fd fd, int refusal) {
        this.fd = fd;
        this.refusal = refusal;
    }

    /** Remembers where the kernel's messages end now. */
    static KernelMessages sinceNow() {
        int number = Libc.libc().open(DEVICE, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (number < 0) {
            return new KernelMessages(null, Native.getLastError());
        }
        Fd fd = new Fd(number, DEVICE);
        if (Libc.libc().lseek(number, 0, Libc.SEEK_END) < 0) {
            int errno = Native.getLastError();
            fd.close();
            return new KernelMessages(null, errno);
        }
        return new KernelMessages(fd, 0);
    }

    /** Returns the messages that were not read yet, at most 64 KiB; empty if there are none. */
    String read() {
        if (fd == null) {
            return unreadable(refusal);
        }
        StringBuilder text = new StringBuilder();
        Memory record = new Memory(RECORD_BYTES);
        while (text.length() < LIMIT) {
            long length = Libc.libc().read(fd.number(), record, RECORD_BYTES);
            if (length > 0) {
                text.append(line(record.getByteArray(0, (int) length)));
                continue;
            }
            int errno = length == 0 ? Errno.EAGAIN.number() : Native.getLastError();
            if (Errno.EPIPE.is(errno)) {
                text.append("(older messages are lost: the kernel's buffer was full)\n");
            } else if (!Errno.EINTR.is(errno)) {
                return text + (Errno.EAGAIN.is(errno) ? "" : unreadable(errno));
            }
        }
        return text + "(more messages are left out)\n";
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
        return "The kernel's messages can't be read from " + DEVICE + ": " + Errno.describe(errno)
                + (Errno.EPERM.is(errno) ? "; it takes CAP_SYSLOG, or sysctl kernel.dmesg_restrict=0" : "") + "\n";
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
        }
    }
}
