// SPDX-License-Identifier: GPL-2.0
/* Lists the elements of a hash map and their sum, like the second example of bpftool-iter(8). Requires Linux 5.9. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

struct bpf_map;

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
} kernel_type;

__u64 sum = 0;

SEC("iter/bpf_map_elem")
int dump_hash_map(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;

	/* The last call has no element. */
	if (!key || !value) {
		BPF_SEQ_PRINTF(seq, "sum: %llu\n", sum);
		sum = 0;
		return 0;
	}
	/* The previous run may have been incomplete. */
	if (ctx->meta->seq_num == 0)
		sum = 0;
	sum += *value;
	BPF_SEQ_PRINTF(seq, "%u: %llu\n", *key, *value);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
