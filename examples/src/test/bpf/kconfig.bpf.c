// SPDX-License-Identifier: GPL-2.0
/* Prints the kernel's timer frequency, which libbpf takes from the kernel's configuration. Requires Linux 5.8. */
#include "bpf_iter.h"

struct task_struct;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} kernel_type;

extern unsigned long CONFIG_HZ __kconfig;

SEC("iter/task")
int show_hz(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%lu\n", CONFIG_HZ);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
