// SPDX-License-Identifier: GPL-2.0
/* Two iterators. */
#include "bpf_iter.h"

SEC("iter/task")
int cli_one(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "one\n");
	return 0;
}

SEC("iter/bpf_map")
int cli_two(struct bpf_iter__bpf_map *ctx)
{
	if (!ctx->map)
		BPF_SEQ_PRINTF(ctx->meta->seq, "two\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
