// SPDX-License-Identifier: GPL-2.0
/* Lists the TCP sockets of the reader's network namespace. Requires Linux 5.9. */
#include "bpf_iter.h"
#include <bpf/bpf_endian.h>

struct sock_common {
	__u16 skc_family;
	unsigned char skc_state;
	__be16 skc_dport;
	__u16 skc_num;
} kernel_type;

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
} kernel_type;

SEC("iter/tcp")
int dump_tcp(struct bpf_iter__tcp *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct sock_common *sk = ctx->sk_common;

	if (!sk)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "family state local remote\n");
	BPF_SEQ_PRINTF(seq, "%6u %5u %5u %6u\n", sk->skc_family, sk->skc_state, sk->skc_num, bpf_ntohs(sk->skc_dport));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
