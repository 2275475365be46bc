// SPDX-License-Identifier: GPL-2.0
/* Lists the paths of the Unix domain sockets of the reader's network namespace. Requires Linux 5.15. */
#include "bpf_iter.h"

struct sockaddr_un {
	char sun_path[108];
} kernel_type;

struct unix_address {
	struct sockaddr_un name[0];
} kernel_type;

struct unix_sock {
	struct unix_address *addr;
} kernel_type;

struct bpf_iter__unix {
	struct bpf_iter_meta *meta;
	struct unix_sock *unix_sk;
} kernel_type;

SEC("iter/unix")
int dump_unix(struct bpf_iter__unix *ctx)
{
	struct unix_sock *unix_sk = ctx->unix_sk;

	/* An abstract address starts with a NUL and is printed as an empty line. */
	if (unix_sk && unix_sk->addr)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%s\n", unix_sk->addr->name[0].sun_path);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
