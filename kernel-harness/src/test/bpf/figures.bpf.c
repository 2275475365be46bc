// SPDX-License-Identifier: GPL-2.0
/* Has a line, a branch, a function and removed code whose coverage depends on the values of two variables. */
#include "bpf_iter.h"

int chosen = 1;
const volatile int enabled = 1;

static __attribute__((noinline)) int twice(int value)
{
	return value * 2; /* FUNCTION */
}

SEC("iter/task")
int figures(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;

	if (ctx->meta->seq_num > 0)
		return 0;
	if (chosen) /* BRANCH */
		BPF_SEQ_PRINTF(seq, "%d\n", twice(chosen)); /* LINE */
	if (enabled)
		BPF_SEQ_PRINTF(seq, "enabled\n"); /* REMOVED */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
