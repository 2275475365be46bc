// SPDX-License-Identifier: GPL-2.0
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

__u64 sum;

SEC("iter/bpf_map_elem")
int sum_counters(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;

	if (!key || !value) {		/* after the last element */
		BPF_SEQ_PRINTF(seq, "sum: %llu\n", sum);
		sum = 0;		/* for the next run */
		return 0;
	}
	BPF_SEQ_PRINTF(seq, "%u: %llu\n", *key, *value);
	sum += *value;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
