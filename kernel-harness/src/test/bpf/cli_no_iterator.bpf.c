// SPDX-License-Identifier: GPL-2.0
/* A program, but no iterator. */
#include "bpf_iter.h"

SEC("socket")
int cli_drop_all(struct __sk_buff *skb)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
