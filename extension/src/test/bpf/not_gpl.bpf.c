// SPDX-License-Identifier: Apache-2.0
/* The kernel's helpers for printing are for GPL-compatible programs; this one says it is none. */
#include "bpf_iter.h"

SEC("iter/task")
int dump_task(struct bpf_iter__task *ctx)
{
	BPF_SEQ_PRINTF(ctx->meta->seq, "task\n");
	return 0;
}

char LICENSE[] SEC("license") = "Proprietary";
