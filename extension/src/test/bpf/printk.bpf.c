// SPDX-License-Identifier: GPL-2.0
/* An iterator that also writes to the trace buffer. */
#include "bpf_iter.h"

int seen;

SEC("iter/task")
int count_tasks(struct bpf_iter__task *ctx)
{
	if (ctx->task) {
		seen++;
		return 0;
	}
	bpf_printk("count_tasks: %s", seen > 0 ? "some" : "none");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
