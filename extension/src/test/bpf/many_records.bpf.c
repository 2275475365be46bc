// SPDX-License-Identifier: GPL-2.0
/* A record for each of a million elements. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1000000);
	__type(key, __u32);
	__type(value, __u8);
} slots SEC(".maps");

struct slot {
	__u32 position;
	__u32 half;
	__u64 square;
};

struct slot *slot_unused;

SEC("iter/bpf_map_elem")
int dump_slots(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;

	if (key) {
		struct slot slot = { *key, *key / 2, (__u64)*key * *key };

		bpf_seq_write(ctx->meta->seq, &slot, sizeof(slot));
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
