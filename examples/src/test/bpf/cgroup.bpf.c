// SPDX-License-Identifier: GPL-2.0
/* Lists the ids of cgroups, starting at the cgroup of the link and in the order of the link. Requires Linux 6.1. */
#include "bpf_iter.h"

struct kernfs_node {
	__u64 id;
} kernel_type;

struct cgroup {
	struct kernfs_node *kn;
	int level;
} kernel_type;

struct bpf_iter__cgroup {
	struct bpf_iter_meta *meta;
	struct cgroup *cgroup;
} kernel_type;

SEC("iter/cgroup")
int dump_cgroup(struct bpf_iter__cgroup *ctx)
{
	struct cgroup *cgroup = ctx->cgroup;

	/* The last call has no cgroup. */
	if (cgroup)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%llu %d\n", cgroup->kn->id, cgroup->level);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
