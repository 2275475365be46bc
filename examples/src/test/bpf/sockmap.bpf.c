// SPDX-License-Identifier: GPL-2.0
/* Lists the sockets in a sockmap. Requires Linux 5.10. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

struct sock_common {
	__u16 skc_num;
} kernel_type;

struct sock {
	struct sock_common __sk_common;
} kernel_type;

struct bpf_map;

struct bpf_iter__sockmap {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	struct sock *sk;
} kernel_type;

SEC("iter/sockmap")
int dump_sockmap(struct bpf_iter__sockmap *ctx)
{
	struct sock *sk = ctx->sk;
	__u32 *key = ctx->key;

	if (key && sk)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u %u\n", *key, sk->__sk_common.skc_num);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
