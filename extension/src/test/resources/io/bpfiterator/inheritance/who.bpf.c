// SPDX-License-Identifier: GPL-2.0
/* Says beside which class the object was found. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

SEC("iter/task")
int say(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "beside the base class\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
