// SPDX-License-Identifier: GPL-2.0
/* Lists the kernel's symbols, including those of loaded BPF programs. Requires Linux 6.0. */
#include "bpf_iter.h"

struct kallsym_iter {
	unsigned long value;
	char type;
	char name[128];
} kernel_type;

struct bpf_iter__ksym {
	struct bpf_iter_meta *meta;
	struct kallsym_iter *ksym;
} kernel_type;

SEC("iter/ksym")
int dump_ksym(struct bpf_iter__ksym *ctx)
{
	struct kallsym_iter *ksym = ctx->ksym;

	/* A symbol of a module may have no name. Leave it out, like /proc/kallsyms. */
	if (ksym && ksym->name[0])
		BPF_SEQ_PRINTF(ctx->meta->seq, "%016lx %c %s\n", ksym->value, ksym->type, ksym->name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
