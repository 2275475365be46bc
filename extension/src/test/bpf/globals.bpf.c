// SPDX-License-Identifier: GPL-2.0
/* Global variables of every kind, which the iterator prints and counts in. */
#include "bpf_iter.h"

struct point {
	__s32 x;
	__s32 y;
};

const volatile __u32 minimum = 3;
static volatile const __s16 hidden = -2;
const volatile char greeting[16] = "hello";
const volatile _Bool loud = 0;

__u32 seen;
__s64 balance = -5;
__u8 small = 255;
__u16 numbers[4] = { 1, 2, 3, 4 };
char word[8];
struct point where = { 1, -1 };
__u64 custom SEC(".data.custom") = 77;

SEC("iter/task")
int count(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;

	if (ctx->task) {
		seen++;
		return 0;
	}
	BPF_SEQ_PRINTF(seq, "minimum %u hidden %d greeting %s loud %d\n", minimum, hidden, greeting, loud);
	BPF_SEQ_PRINTF(seq, "balance %lld small %u numbers %u %u\n", balance, small, numbers[0], numbers[3]);
	BPF_SEQ_PRINTF(seq, "word %s where %d %d custom %llu\n", word, where.x, where.y, custom);
	balance++;
	return 0;
}

/* Without a loop bound that the verifier knows, this is refused: minimum must be small. */
SEC("?iter/task")
int bounded(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		return 0;
	if (minimum > 100)
		return *(volatile int *)0;
	BPF_SEQ_PRINTF(ctx->meta->seq, "bounded %u\n", minimum);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
