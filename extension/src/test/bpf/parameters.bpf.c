// SPDX-License-Identifier: GPL-2.0
/* Iterators that take parameters, a sleepable one, and programs of other kinds beside them. */
#include "bpf_iter.h"

SEC("iter/task")
int dump_task(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d %d\n", task->tgid, task->pid);
	return 0;
}

SEC("iter/task")
int dump_comm(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", task->comm);
	return 0;
}

SEC("iter.s/task")
int dump_task_sleepable(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	char byte;

	if (!task)
		return 0;
	bpf_copy_from_user(&byte, sizeof(byte), NULL);
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d %d\n", task->tgid, task->pid);
	return 0;
}

struct kernfs_node {
	__u64 id;
} __kernel_type;

struct cgroup {
	struct kernfs_node *kn;
} __kernel_type;

struct bpf_iter__cgroup {
	struct bpf_iter_meta *meta;
	struct cgroup *cgroup;
} __kernel_type;

SEC("?iter/cgroup")
int dump_cgroup(struct bpf_iter__cgroup *ctx)
{
	struct cgroup *cgroup = ctx->cgroup;

	if (cgroup)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu\n", cgroup->kn->id);
	else
		BPF_SEQ_PRINTF(ctx->meta->seq, "end\n");
	return 0;
}

int own_pid;
__u64 calls;

SEC("?raw_tp/sys_enter")
int count_calls(void *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 == own_pid)
		__sync_fetch_and_add(&calls, 1);
	return 0;
}

SEC("?socket")
int without_place(struct __sk_buff *skb)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
