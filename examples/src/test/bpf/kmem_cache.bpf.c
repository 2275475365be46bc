// SPDX-License-Identifier: GPL-2.0
/* Lists the kernel's slab caches, like /proc/slabinfo. Requires Linux 6.15. */
#include "bpf_iter.h"

struct kmem_cache {
	const char *name;
} kernel_type;

struct bpf_iter__kmem_cache {
	struct bpf_iter_meta *meta;
	struct kmem_cache *s;
} kernel_type;

SEC("iter/kmem_cache")
int dump_kmem_cache(struct bpf_iter__kmem_cache *ctx)
{
	struct kmem_cache *cache = ctx->s;

	if (cache)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", cache->name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
