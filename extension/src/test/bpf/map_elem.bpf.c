// SPDX-License-Identifier: GPL-2.0
/* The elements of a map of __u32 to __u64, and their sum. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

__u64 sum = 0;

SEC("iter/bpf_map_elem")
int dump_elements(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;

	if (!key || !value) {
		BPF_SEQ_PRINTF(seq, "sum: %llu\n", sum);
		sum = 0;
		return 0;
	}
	if (ctx->meta->seq_num == 0)
		sum = 0;
	sum += *value;
	BPF_SEQ_PRINTF(seq, "%u: %llu\n", *key, *value);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
