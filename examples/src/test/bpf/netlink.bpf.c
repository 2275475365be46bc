// SPDX-License-Identifier: GPL-2.0
/* Lists the netlink sockets, like the first example of bpftool-iter(8). Requires Linux 5.8. */
#include "bpf_iter.h"

struct sock {
	__u16 sk_protocol;
} kernel_type;

struct netlink_sock {
	struct sock sk;
	__u32 portid;
} kernel_type;

struct bpf_iter__netlink {
	struct bpf_iter_meta *meta;
	struct netlink_sock *sk;
} kernel_type;

SEC("iter/netlink")
int dump_netlink(struct bpf_iter__netlink *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct netlink_sock *nlk = ctx->sk;

	if (!nlk)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "protocol     portid\n");
	BPF_SEQ_PRINTF(seq, "%8u %10u\n", nlk->sk.sk_protocol, nlk->portid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
