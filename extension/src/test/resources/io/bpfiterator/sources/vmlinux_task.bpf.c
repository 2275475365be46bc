// SPDX-License-Identifier: GPL-2.0
/* The tasks, with the kernel's own types instead of a part of them. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include "columns.h"

SEC("iter/task")
int dump_task(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;

	if (!task)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, COLUMNS);
	BPF_SEQ_PRINTF(seq, "%8d %8d %s\n", task->tgid, task->pid, task->comm);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
