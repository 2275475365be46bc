// SPDX-License-Identifier: GPL-2.0
/* An iterator without a map, which prints the same at any time. */
#include "bpf_iter.h"

SEC("iter/task")
int cli_task(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "all tasks were seen\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
