// SPDX-License-Identifier: GPL-2.0
/* Prints a line for each cgroup. Linux 6.1. */
#include "bpf_iter.h"

struct cgroup;

struct bpf_iter__cgroup {
	struct bpf_iter_meta *meta;
	struct cgroup *cgroup;
} __kernel_type;

SEC("iter/cgroup")
int cli_cgroup(struct bpf_iter__cgroup *ctx)
{
	if (ctx->cgroup)
		BPF_SEQ_PRINTF(ctx->meta->seq, "a cgroup\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
