// SPDX-License-Identifier: GPL-2.0
/* Lists the values stored with sockets, and the port of each socket. Requires Linux 5.9. */
#include "bpf_iter.h"

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} marks SEC(".maps");

struct sock_common {
	__u16 skc_num;
} kernel_type;

struct sock {
	struct sock_common __sk_common;
} kernel_type;

struct bpf_map;

struct bpf_iter__bpf_sk_storage_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	struct sock *sk;
	void *value;
} kernel_type;

SEC("iter/bpf_sk_storage_map")
int dump_marks(struct bpf_iter__bpf_sk_storage_map *ctx)
{
	struct sock *sk = ctx->sk;
	__u64 *mark = ctx->value;

	if (sk && mark)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u %llu\n", sk->__sk_common.skc_num, *mark);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
