// SPDX-License-Identifier: GPL-2.0
/* The sockets of the opener's network namespace, a line for each that has a name: its port or its path. */
#include "bpf_iter.h"

struct sock_common {
	__u16 skc_num;
} __kernel_type;

struct sock {
	struct sock_common __sk_common;
} __kernel_type;

struct inet_sock {
	struct sock sk;
} __kernel_type;

struct udp_sock {
	struct inet_sock inet;
} __kernel_type;

struct sockaddr_un {
	char sun_path[108];
} __kernel_type;

struct unix_address {
	struct sockaddr_un name[0];
} __kernel_type;

struct unix_sock {
	struct unix_address *addr;
} __kernel_type;

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
} __kernel_type;

struct bpf_iter__udp {
	struct bpf_iter_meta *meta;
	struct udp_sock *udp_sk;
} __kernel_type;

struct bpf_iter__unix {
	struct bpf_iter_meta *meta;
	struct unix_sock *unix_sk;
} __kernel_type;

SEC("iter/tcp")
int tcp(struct bpf_iter__tcp *ctx)
{
	struct sock_common *sk = ctx->sk_common;

	if (sk)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u\n", sk->skc_num);
	return 0;
}

SEC("iter/udp")
int udp(struct bpf_iter__udp *ctx)
{
	struct udp_sock *udp = ctx->udp_sk;

	if (udp)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u\n", udp->inet.sk.__sk_common.skc_num);
	return 0;
}

SEC("iter/unix")
int local(struct bpf_iter__unix *ctx)
{
	struct unix_sock *sk = ctx->unix_sk;

	if (sk && sk->addr)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", sk->addr->name[0].sun_path);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
