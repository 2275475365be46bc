// SPDX-License-Identifier: GPL-2.0
/* An iterator that every kernel runs, beside one that no kernel has. */
#include "bpf_iter.h"

int seen;
int others;

SEC("iter/task")
int count_tasks(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		seen++;
	return 0;
}

SEC("iter/task")
int count_others(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		others++;
	return 0;
}

SEC("iter/no_such_target")
int never_loaded(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
