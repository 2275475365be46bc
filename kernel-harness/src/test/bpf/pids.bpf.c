// SPDX-License-Identifier: GPL-2.0
/* A line for each task: its process id. */
#include "bpf_iter.h"

SEC("iter/task")
int dump_pids(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", task->tgid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
