// SPDX-License-Identifier: GPL-2.0
/* The tasks whose table of descriptors has a minimum size, counted in a global variable. Requires Linux 5.8. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* In .rodata: set before the load, so that the verifier knows its value. */
const volatile unsigned int minimum = 0;

/* In .bss: read after the run. */
unsigned int seen;

SEC("iter/task")
int dump_task(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (!task || !task->files || task->files->fdt->max_fds < minimum)
		return 0;
	seen++;
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d %d\n", task->tgid, task->pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
