// SPDX-License-Identifier: GPL-2.0
/* As coverage.bpf.c, with callbacks of bpf_loop: Linux 5.17. */
#include "bpf_iter.h"

#define step(number) asm volatile("%0 += 0" : "+r"(number) : : "memory")

int calls;

static long add(__u32 index, void *data)
{
	int *sum = data;
	int number = index;

	step(number); /* HIT */
	if (number == 50) {
		step(number); /* MISSED */
		return 1;
	}
	*sum += number; /* HIT */
	return 0;
}

static long unused(__u32 index, void *data)
{
	calls += index; /* MISSED */
	return 0;
}

SEC("iter/bpf_map")
int callbacks(struct bpf_iter__bpf_map *ctx)
{
	int sum = 0;

	if (ctx->map)
		return 0;
	bpf_loop(5, add, &sum, 0); /* HIT */
	if (sum > 1000) {
		bpf_loop(3, unused, &sum, 0); /* MISSED */
		calls++; /* MISSED */
	}
	BPF_SEQ_PRINTF(ctx->meta->seq, "sum %d\n", sum); /* HIT */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
