// SPDX-License-Identifier: GPL-2.0
/* Walks cgroups, which only a test can name. Linux 6.1. */
#include "bpf_iter.h"

struct cgroup;

struct bpf_iter__cgroup {
	struct bpf_iter_meta *meta;
	struct cgroup *cgroup;
} __kernel_type;

SEC("iter/cgroup")
int cli_cgroup(struct bpf_iter__cgroup *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
