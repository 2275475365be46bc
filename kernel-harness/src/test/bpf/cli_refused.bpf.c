// SPDX-License-Identifier: GPL-2.0
/* Reads a task without asking whether there is one: the verifier says no. */
#include "bpf_iter.h"

SEC("iter/task")
int cli_refused(struct bpf_iter__task *ctx)
{
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", ctx->task->pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
