// SPDX-License-Identifier: GPL-2.0
/* Reads a member that every kernel has, and one that none has if it exists. */
#include "bpf_iter.h"
#include <bpf/bpf_core_read.h>

int sum;

struct task_struct___old {
	int antennas;
} __kernel_type;

SEC("iter/task")
int cli_core(struct bpf_iter__task *ctx)
{
	struct task_struct___old *old = (void *)ctx->task;

	if (!ctx->task)
		return 0;
	sum += ctx->task->pid;
	if (bpf_core_field_exists(old->antennas))
		sum += old->antennas;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
