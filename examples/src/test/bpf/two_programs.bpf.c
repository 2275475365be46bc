// SPDX-License-Identifier: GPL-2.0
/* Two programs for the same target, so that one can replace the other in a link. Requires Linux 5.8. */
#include "bpf_iter.h"

struct task_struct {
	int pid;
	char comm[16];
} kernel_type;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} kernel_type;

SEC("iter/task")
int dump_pid(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", task->pid);
	return 0;
}

SEC("iter/task")
int dump_comm(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", task->comm);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
