// SPDX-License-Identifier: GPL-2.0
/* The elements of a map of __u32 to __u64. */
#include "bpf_iter.h"

SEC("iter/bpf_map_elem")
int cli_map(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;

	if (key && value)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u: %llu\n", *key, *value);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
