// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.jspecify.annotations.Nullable;

/**
 * Declares the functions of the C library that this library calls. On failure, each returns -1 or null and leaves its
 * errno in {@link com.sun.jna.Native#getLastError()}; {@link Calls} checks that.
 */
public interface Libc extends Library {

    int O_RDONLY = 0;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x80000;

    int SEEK_END = 2;

    int F_DUPFD_CLOEXEC = 1030;

    int MS_NOSUID = 1 << 1;
    int MS_NODEV = 1 << 2;
    int MS_NOEXEC = 1 << 3;
    int MS_MOVE = 1 << 13;
    int MNT_DETACH = 2;
    int UMOUNT_NOFOLLOW = 8;

    /** The numbers of these system calls are the same on all architectures. */
    long SYS_FSOPEN = 430;

    long SYS_FSCONFIG = 431;

    long SYS_FSMOUNT = 432;

    int FSOPEN_CLOEXEC = 1;
    int FSMOUNT_CLOEXEC = 1;
    int FSCONFIG_CMD_CREATE = 6;

    long SYS_PIDFD_OPEN = 434;

    int PROT_READ = 1;
    int PROT_WRITE = 2;
    int MAP_SHARED = 1;

    int CLONE_NEWNET = 0x40000000;

    int AF_INET = 2;
    int SOCK_DGRAM = 2;
    int SOCK_CLOEXEC = O_CLOEXEC;

    long SIOCGIFFLAGS = 0x8913;
    long SIOCSIFFLAGS = 0x8914;
    int IFF_UP = 1;

    static Libc libc() {
        return NativeLibraries.libc();
    }

    /** Returns the address of {@code vfprintf(3)}, for a library that expects a print function. */
    static Pointer vfprintf() {
        return NativeLibrary.getInstance("c").getFunction("vfprintf");
    }

    int open(String path, int flags);

    long read(int fd, Pointer buffer, long count);

    long lseek(int fd, long offset, int whence);

    int close(int fd);

    int fcntl(int fd, int command, Object... arguments);

    int unlink(String path);

    /** In glibc since 2.30. */
    int gettid();

    int kill(int pid, int signal);

    Pointer mmap(@Nullable Pointer address, long length, int protection, int flags, int fd, long offset);

    int munmap(Pointer address, long length);

    int getsockopt(int fd, int level, int name, Pointer value, IntByReference length);

    int setsockopt(int fd, int level, int name, Pointer value, int length);

    int clearenv();

    int setenv(String name, String value, int overwrite);

    int chdir(String path);

    int chroot(String path);

    int mount(String source, String target, @Nullable String type, long flags, @Nullable String data);

    int umount2(String target, int flags);

    int statfs(String path, Pointer buffer);

    int unshare(int flags);

    int setns(int fd, int type);

    int socket(int family, int type, int protocol);

    int ioctl(int fd, long request, Object... arguments);

    int vsnprintf(@Nullable Pointer buffer, long size, String format, Pointer arguments);

    /** Returns a {@code FILE}. */
    @Nullable
    Pointer fopen(String path, String mode);

    int ferror(Pointer file);

    int fclose(Pointer file);

    long syscall(long number, @Nullable Object... arguments);
}
