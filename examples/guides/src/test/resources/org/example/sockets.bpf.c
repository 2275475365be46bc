// SPDX-License-Identifier: GPL-2.0
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("iter/tcp")
int list_sockets(struct bpf_iter__tcp *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct sock_common *socket = ctx->sk_common;

	if (!socket)			/* after the last socket */
		return 0;
	if (ctx->meta->seq_num == 0)	/* before the first one */
		BPF_SEQ_PRINTF(seq, "local remote state\n");
	BPF_SEQ_PRINTF(seq, "%u %u %u\n", socket->skc_num, bpf_ntohs(socket->skc_dport), socket->skc_state);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
