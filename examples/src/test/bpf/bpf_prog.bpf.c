// SPDX-License-Identifier: GPL-2.0
/* Lists the BPF programs in the kernel. Requires Linux 5.9. */
#include "bpf_iter.h"

struct bpf_prog_aux {
	__u32 id;
	char name[16];
} kernel_type;

struct bpf_prog {
	__u32 len;
	struct bpf_prog_aux *aux;
} kernel_type;

struct bpf_iter__bpf_prog {
	struct bpf_iter_meta *meta;
	struct bpf_prog *prog;
} kernel_type;

SEC("iter/bpf_prog")
int dump_bpf_prog(struct bpf_iter__bpf_prog *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bpf_prog *prog = ctx->prog;

	if (!prog)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "      id  insns name\n");
	BPF_SEQ_PRINTF(seq, "%8u %6u %s\n", prog->aux->id, prog->len, prog->aux->name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
