// SPDX-License-Identifier: GPL-2.0
/* Lists the BPF links in the kernel. Requires Linux 5.19. */
#include "bpf_iter.h"

struct bpf_prog_aux {
	char name[16];
} kernel_type;

struct bpf_prog {
	struct bpf_prog_aux *aux;
} kernel_type;

struct bpf_link {
	__u32 id;
	struct bpf_prog *prog;
} kernel_type;

struct bpf_iter__bpf_link {
	struct bpf_iter_meta *meta;
	struct bpf_link *link;
} kernel_type;

SEC("iter/bpf_link")
int dump_bpf_link(struct bpf_iter__bpf_link *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bpf_link *link = ctx->link;

	if (!link)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "      id program\n");
	if (link->prog)
		BPF_SEQ_PRINTF(seq, "%8u %s\n", link->id, link->prog->aux->name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
