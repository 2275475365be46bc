// SPDX-License-Identifier: GPL-2.0
/* Two iterators to choose from, and a program that is none. */
#include "bpf_iter.h"

SEC("iter/task")
int count_tasks(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu tasks\n", ctx->meta->seq_num);
	return 0;
}

SEC("iter/bpf_map")
int count_maps(struct bpf_iter__bpf_map *ctx)
{
	if (!ctx->map)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu maps\n", ctx->meta->seq_num);
	return 0;
}

SEC("socket")
int drop_all(struct __sk_buff *skb)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
