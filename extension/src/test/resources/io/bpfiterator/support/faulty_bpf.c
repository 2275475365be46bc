/*
 * Preloaded into a process, counts the calls of bpf(2) that libbpf makes on a thread, and lets one of them fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>

#define MOST 4096

static __thread int counting, count, position, error;
static __thread int commands[MOST];

/* Starts to count on the calling thread; a negative position lets no call fail. */
void faults_start(int at, int number)
{
	counting = 1;
	count = 0;
	position = at;
	error = number;
}

/* Returns the number of calls since then. */
int faults_stop(void)
{
	counting = 0;
	return count < MOST ? count : MOST;
}

int faults_command(int call)
{
	return commands[call];
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
	if (number == __NR_bpf && counting) {
		if (count < MOST)
			commands[count] = arguments[0];
		if (count++ == position) {
			errno = error;
			return -1;
		}
	}
	if (!original)
		original = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	return original(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}
