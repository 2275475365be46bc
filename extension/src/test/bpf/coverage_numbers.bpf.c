// SPDX-License-Identifier: GPL-2.0
/* As coverage.bpf.c, with a loop over an iterator of numbers: Linux 6.4. */
#include "bpf_iter.h"

#define step(number) asm volatile("%0 += 0" : "+r"(number) : : "memory")

struct bpf_iter_num {
	__u64 __opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

int limit = 40;
int sum;

SEC("iter/bpf_map")
int numbers(struct bpf_iter__bpf_map *ctx)
{
	struct bpf_iter_num numbers;
	int *number;

	if (ctx->map)
		return 0;
	sum = 0;
	bpf_iter_num_new(&numbers, 0, 50); /* HIT */
	while ((number = bpf_iter_num_next(&numbers))) {
		int value = *number;

		step(value); /* HIT */
		if (value == limit)
			break;
		if (value == 60) {
			step(value); /* MISSED */
			sum -= value;
		}
		sum += value;
	}
	bpf_iter_num_destroy(&numbers); /* HIT */
	BPF_SEQ_PRINTF(ctx->meta->seq, "sum %d\n", sum); /* HIT */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
