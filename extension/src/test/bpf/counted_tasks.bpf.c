// SPDX-License-Identifier: GPL-2.0
/* Lists tasks like task.bpf.c, in an object with a map, constants and variables. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} threads SEC(".maps");

const volatile __u32 from = 0;
__u64 seen;
__u64 step = 1;

SEC("iter/task")
int count_tasks(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;
	__u32 tgid;
	__u64 one = 1, *threads_seen;

	if (!task || task->tgid < from)
		return 0;
	seen += step;
	tgid = task->tgid;
	threads_seen = bpf_map_lookup_elem(&threads, &tgid);
	if (threads_seen)
		*threads_seen += 1;
	else
		bpf_map_update_elem(&threads, &tgid, &one, BPF_ANY);
	BPF_SEQ_PRINTF(seq, "%8d %8d %s\n", task->tgid, task->pid, task->comm);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
