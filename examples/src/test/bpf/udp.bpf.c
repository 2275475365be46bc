// SPDX-License-Identifier: GPL-2.0
/* Lists the UDP sockets of the reader's network namespace. Requires Linux 5.9. */
#include "bpf_iter.h"

struct sock_common {
	__u16 skc_family;
	__u16 skc_num;
} kernel_type;

struct sock {
	struct sock_common __sk_common;
} kernel_type;

struct inet_sock {
	struct sock sk;
} kernel_type;

struct udp_sock {
	struct inet_sock inet;
} kernel_type;

struct bpf_iter__udp {
	struct bpf_iter_meta *meta;
	struct udp_sock *udp_sk;
} kernel_type;

SEC("iter/udp")
int dump_udp(struct bpf_iter__udp *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct udp_sock *udp = ctx->udp_sk;

	if (!udp)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "family local\n");
	BPF_SEQ_PRINTF(seq, "%6u %5u\n", udp->inet.sk.__sk_common.skc_family, udp->inet.sk.__sk_common.skc_num);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
