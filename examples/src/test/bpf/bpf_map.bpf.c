// SPDX-License-Identifier: GPL-2.0
/* Lists the BPF maps in the kernel. Requires Linux 5.8. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 17);
	__type(key, __u32);
	__type(value, __u64);
} looked_for SEC(".maps");

struct bpf_map {
	__u32 id;
	__u32 max_entries;
	char name[16];
} kernel_type;

struct bpf_iter__bpf_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
} kernel_type;

SEC("iter/bpf_map")
int dump_bpf_map(struct bpf_iter__bpf_map *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bpf_map *map = ctx->map;

	if (!map)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "      id max_entries name\n");
	BPF_SEQ_PRINTF(seq, "%8u %11u %s\n", map->id, map->max_entries, map->name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
