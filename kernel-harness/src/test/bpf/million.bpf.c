// SPDX-License-Identifier: GPL-2.0
/* The elements of a large map, as records of 16 bytes and as lines of 128 bytes. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1000000);
	__type(key, __u32);
	__type(value, __u64);
} elements SEC(".maps");

SEC("iter/bpf_map_elem")
int dump_records(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;
	__u64 *value = ctx->value;

	if (key && value) {
		__u64 record[2] = { *key, *value };

		bpf_seq_write(ctx->meta->seq, record, sizeof(record));
	}
	return 0;
}

SEC("iter/bpf_map_elem")
int dump_lines(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;

	if (key)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%127u\n", *key);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
