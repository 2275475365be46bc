// SPDX-License-Identifier: GPL-2.0
/* Writes the tasks as binary records, which a test reads as Java records. Requires Linux 5.8. */
#include "bpf_iter.h"

struct task_record {
	__u32 pid;
	__u32 tgid;
	__u64 start_time;
	char comm[16];
};

/* Makes clang emit BTF for the struct. */
struct task_record *unused;

struct task_struct {
	int pid;
	int tgid;
	__u64 start_time;
	char comm[16];
} kernel_type;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} kernel_type;

SEC("iter/task")
int write_task(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct task_record record = {};

	if (!task)
		return 0;
	record.pid = task->pid;
	record.tgid = task->tgid;
	record.start_time = task->start_time;
	bpf_probe_read_kernel_str(record.comm, sizeof(record.comm), task->comm);
	bpf_seq_write(ctx->meta->seq, &record, sizeof(record));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
