// SPDX-License-Identifier: GPL-2.0
/* A line for each task: its process id. */
#include "bpf_iter.h"

SEC("iter/task")
int dump_pids(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", ctx->task->tgid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
