// SPDX-License-Identifier: GPL-2.0
/* Programs of known complexity. The constants let tests change it without another source. */
#include "bpf_iter.h"

const volatile __u32 iterations = 10;

static __attribute__((noinline)) int deeper(__u64 value)
{
	volatile char buffer[64];

	buffer[value & 63] = value;
	return buffer[0];
}

SEC("iter/task")
int complexity_loop(struct bpf_iter__task *ctx)
{
	__u32 i;

	if (ctx->task)
		return 0;
	_Pragma("clang loop unroll(disable)")
	for (i = 0; i < iterations; i++)
		asm volatile("%0 = %0" : "+r"(i));
	BPF_SEQ_PRINTF(ctx->meta->seq, "%u\n", i);
	return 0;
}

SEC("iter/task")
int complexity_stack(struct bpf_iter__task *ctx)
{
	volatile char buffer[128];

	buffer[ctx->meta->seq_num & 127] = 1;
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", buffer[0] + deeper(ctx->meta->seq_num));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
