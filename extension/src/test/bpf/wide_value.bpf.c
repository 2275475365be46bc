// SPDX-License-Identifier: GPL-2.0
/* Reads 16 bytes of each value: too many for a map with values of 8. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} narrow SEC(".maps");

SEC("iter/bpf_map_elem")
int dump_elements(struct bpf_iter__bpf_map_elem *ctx)
{
	__u64 *value = ctx->value;

	if (value)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu\n", value[1]);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
