// SPDX-License-Identifier: GPL-2.0
/* A function that a constant disables: the kernel removes it, so the loaded program no longer shows its type. */
#include "bpf_iter.h"

const volatile _Bool enabled = 0;

static __attribute__((noinline)) int twice(int number)
{
	return 2 * number;
}

SEC("iter/task")
int dump_number(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		return 0;
	if (enabled)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", twice(ctx->meta->seq_num > 0 ? 21 : 0));
	else
		BPF_SEQ_PRINTF(ctx->meta->seq, "disabled\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
