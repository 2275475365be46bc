// SPDX-License-Identifier: GPL-2.0
/* Two iterators, and before them a program that is none. */
#include "bpf_iter.h"

SEC("socket")
int cli_drop_all(struct __sk_buff *skb)
{
	return 0;
}

SEC("iter/task")
int cli_first(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "the first\n");
	return 0;
}

SEC("iter/bpf_map")
int cli_second(struct bpf_iter__bpf_map *ctx)
{
	if (!ctx->map)
		BPF_SEQ_PRINTF(ctx->meta->seq, "the second\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
