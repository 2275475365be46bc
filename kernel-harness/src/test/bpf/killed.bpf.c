// SPDX-License-Identifier: GPL-2.0
/* Counts its reads; all its objects in the kernel have names by which a census finds them. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} killed_counts SEC(".maps");

SEC("iter/task")
int killed_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	__u32 key = 1;
	__u64 *count = bpf_map_lookup_elem(&killed_counts, &key);

	if (count)
		__sync_fetch_and_add(count, 1);
	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", task->tgid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
