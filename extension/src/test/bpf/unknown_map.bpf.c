// SPDX-License-Identifier: GPL-2.0
/* A map of a type that no kernel has, which no program uses. */
#include "bpf_iter.h"

struct {
	__uint(type, 200);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} future SEC(".maps");

SEC("iter/task")
int say_so(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "loaded\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
