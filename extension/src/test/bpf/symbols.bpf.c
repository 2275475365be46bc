// SPDX-License-Identifier: GPL-2.0
/* The kernel's symbols as a table of text and as records. Requires Linux 6.0. */
#include "bpf_iter.h"

struct kallsym_iter {
	unsigned long value;
	char type;
	char name[128];
} __kernel_type;

struct bpf_iter__ksym {
	struct bpf_iter_meta *meta;
	struct kallsym_iter *ksym;
} __kernel_type;

struct symbol {
	__u64 value;
	__u32 position;
	char type;
	char name[27];
};

struct symbol *symbol_unused;

SEC("iter/ksym")
int print_symbols(struct bpf_iter__ksym *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct kallsym_iter *ksym = ctx->ksym;

	if (!ksym)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "value type name\n");
	if (ksym->name[0])
		BPF_SEQ_PRINTF(seq, "%016lx %c %s\n", ksym->value, ksym->type, ksym->name);
	return 0;
}

SEC("iter/ksym")
int write_symbols(struct bpf_iter__ksym *ctx)
{
	struct kallsym_iter *ksym = ctx->ksym;
	struct symbol symbol = {};

	if (!ksym)
		return 0;
	symbol.value = ksym->value;
	symbol.position = ctx->meta->seq_num;
	symbol.type = ksym->type;
	bpf_probe_read_kernel_str(symbol.name, sizeof(symbol.name), ksym->name);
	bpf_seq_write(ctx->meta->seq, &symbol, sizeof(symbol));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
