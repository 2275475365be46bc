// SPDX-License-Identifier: GPL-2.0
/* Global variables in sections that cannot be mapped, since no other file can see them. */
#include "bpf_iter.h"

static volatile int hits;
static volatile int limit = 1000000;
static const volatile int factor = 3;

SEC("iter/task")
int multiply(struct bpf_iter__task *ctx)
{
	if (ctx->task && hits < limit)
		hits += factor;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
