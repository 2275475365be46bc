// SPDX-License-Identifier: GPL-2.0
/* Counts its runs in a map that all who load this share. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} cli_runs SEC(".maps");

SEC("iter/task")
int cli_shared_map(struct bpf_iter__task *ctx)
{
	__u32 key = 0;
	__u64 *runs = bpf_map_lookup_elem(&cli_runs, &key);

	if (!ctx->task && runs)
		BPF_SEQ_PRINTF(ctx->meta->seq, "run %llu\n", ++*runs);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
