/*
 * Preloaded into a process, makes the kernel refuse iterators: bpf(BPF_PROG_LOAD) fails with EPERM for the targets
 * whose BTF ids are in REFUSED_TARGETS, separated by commas.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>

static int is_refused(const union bpf_attr *attr)
{
	const char *ids = getenv("REFUSED_TARGETS");

	if (attr->expected_attach_type != BPF_TRACE_ITER)
		return 0;
	while (ids && *ids) {
		char *end;

		if (strtoul(ids, &end, 10) == attr->attach_btf_id)
			return 1;
		ids = *end ? end + 1 : end;
	}
	return 0;
}

/* libbpf calls bpf(2) through this function of the C library. */
long syscall(long number, ...)
{
	static long (*original)(long, ...);
	long arguments[6];
	va_list list;

	va_start(list, number);
	for (int i = 0; i < 6; i++)
		arguments[i] = va_arg(list, long);
	va_end(list);
	if (number == __NR_bpf && arguments[0] == BPF_PROG_LOAD && is_refused((const union bpf_attr *)arguments[1])) {
		errno = EPERM;
		return -1;
	}
	if (!original)
		original = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	return original(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}
