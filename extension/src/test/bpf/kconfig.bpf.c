// SPDX-License-Identifier: GPL-2.0
/* Variables that libbpf fills in from the kernel's configuration. */
#include "bpf_iter.h"

extern unsigned long CONFIG_HZ __kconfig;
extern _Bool CONFIG_BPF_SYSCALL __kconfig;
extern _Bool CONFIG_MADE_UP __kconfig;

SEC("iter/task")
int show_config(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%lu %d %d\n", CONFIG_HZ, CONFIG_BPF_SYSCALL, CONFIG_MADE_UP);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
