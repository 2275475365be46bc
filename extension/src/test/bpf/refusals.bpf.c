// SPDX-License-Identifier: GPL-2.0
/* Programs that the verifier refuses, each for another reason. A test loads one of them. */
#include "bpf_iter.h"
#include <bpf/bpf_core_read.h>

volatile long GPL_count;

SEC("?iter/task")
int no_null_check(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;

	GPL_count += task->pid;
	return 0;
}

SEC("?iter/task")
int fourth_argument(__u64 *ctx)
{
	return ctx[3] != 0;
}

static __attribute__((noinline)) int read_pid(struct task_struct *task)
{
	int pid = task->pid;

	return pid > 0;
}

SEC("?iter/task")
int no_null_check_in_a_function(struct bpf_iter__task *ctx)
{
	return read_pid(ctx->task) & 1;
}

/* Linux 5.14 renamed it to __state. */
struct task_struct___5_13 {
	long state;
} __kernel_type;

SEC("?iter/task")
int renamed_member(struct bpf_iter__task *ctx)
{
	struct task_struct___5_13 *task = (void *)ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%ld\n", task->state);
	return 0;
}

struct sched_entity___misspelt {
	__u64 vruntim;
} __kernel_type;

struct task_struct___nested {
	struct sched_entity___misspelt se;
} __kernel_type;

SEC("?iter/task")
int misspelt_inner_member(struct bpf_iter__task *ctx)
{
	struct task_struct___nested *task = (void *)ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu\n", task->se.vruntim);
	return 0;
}

struct task_struct___changed {
	int comm;
} __kernel_type;

SEC("?iter/task")
int changed_member(struct bpf_iter__task *ctx)
{
	struct task_struct___changed *task = (void *)ctx->task;

	if (task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", task->comm);
	return 0;
}

struct martian {
	int antennas;
} __kernel_type;

SEC("?iter/task")
int missing_struct(struct bpf_iter__task *ctx)
{
	struct martian *martian = (void *)ctx->task;

	if (martian)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", martian->antennas);
	return 0;
}

enum bpf_map_type___martian {
	BPF_MAP_TYPE_MARTIAN = 12345,
};

SEC("?iter/task")
int missing_enumerator(struct bpf_iter__task *ctx)
{
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n",
		       bpf_core_enum_value(enum bpf_map_type___martian, BPF_MAP_TYPE_MARTIAN));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
