// SPDX-License-Identifier: GPL-2.0
/* Lists the elements of a per-CPU array, each with the sum of the values of all CPUs. Requires Linux 5.9. */
#include "bpf_iter.h"

#define MAX_CPUS 64

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} hits SEC(".maps");

const volatile __u32 cpus = 1;

struct bpf_map;

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
} kernel_type;

SEC("iter/bpf_map_elem")
int dump_hits(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;
	__u64 sum = 0;

	if (!key || !value)
		return 0;
	/* value is an array with an element for each possible CPU. */
	for (__u32 cpu = 0; cpu < MAX_CPUS && cpu < cpus; cpu++)
		sum += value[cpu];
	BPF_SEQ_PRINTF(ctx->meta->seq, "%u: %llu\n", *key, sum);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
