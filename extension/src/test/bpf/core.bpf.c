// SPDX-License-Identifier: GPL-2.0
/* Uses types of the kernel in most ways that CO-RE has. Nothing loads it: no kernel has all of them. */
#include "bpf_iter.h"
#include <bpf/bpf_core_read.h>

struct martian {
	int antennas;
} __kernel_type;

struct task_struct___made_up {
	int antennas;
	unsigned int in_execve : 1;
} __kernel_type;

enum bpf_map_type___made_up {
	BPF_MAP_TYPE_MARTIAN___made_up = 12345,
};

SEC("?iter/task")
int uses(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct task_struct___made_up *made_up = (void *)task;
	long sum;

	if (!task)
		return 0;
	sum = task->pid + task->comm[3] + BPF_CORE_READ_BITFIELD(made_up, in_execve);
	if (bpf_core_field_exists(made_up->antennas))
		sum += made_up->antennas;
	if (bpf_core_type_exists(struct martian))
		sum += bpf_core_type_size(struct martian) + bpf_core_field_size(((struct martian *)0)->antennas);
	sum += bpf_core_type_id_local(struct task_struct) + bpf_core_type_id_kernel(struct task_struct);
	if (bpf_core_enum_value_exists(enum bpf_map_type___made_up, BPF_MAP_TYPE_MARTIAN___made_up))
		sum += bpf_core_enum_value(enum bpf_map_type___made_up, BPF_MAP_TYPE_MARTIAN___made_up);
	BPF_SEQ_PRINTF(ctx->meta->seq, "%ld\n", sum);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
