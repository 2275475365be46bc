// SPDX-License-Identifier: GPL-2.0
/* Functions of the kernel's that it lets programs call: Linux 6.2. */
#include "bpf_iter.h"

extern struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;

const volatile __s32 wanted = 0;

SEC("iter/bpf_map")
int find_task(struct bpf_iter__bpf_map *ctx)
{
	struct task_struct *task;

	if (ctx->map)
		return 0;
	task = bpf_task_from_pid(wanted);
	if (!task) {
		BPF_SEQ_PRINTF(ctx->meta->seq, "none\n");
		return 0;
	}
	BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", task->comm);
	bpf_task_release(task);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
