// SPDX-License-Identifier: GPL-2.0
#include "bpf_iter.h"

extern const void bpf_link_fops __ksym;

SEC("iter/task")
int address(struct bpf_iter__task *ctx)
{
	BPF_SEQ_PRINTF(ctx->meta->seq, "%llx\n", (__u64)&bpf_link_fops);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
