// SPDX-License-Identifier: GPL-2.0
/* As coverage.bpf.c, with 20,000 instructions: 700 conditions, of which every second is true. */
#include "bpf_iter.h"

const volatile int never = 0;
volatile int number = 1;
volatile int even;
volatile int odd;

#define ONE                                  \
	if (number & 1)                      \
		even = odd * 3 + number * 5; \
	else                                 \
		odd = even * 7 - number;     \
	number = number + 1;
#define TEN ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

SEC("iter/bpf_map")
int large(struct bpf_iter__bpf_map *ctx)
{
	if (ctx->map)
		return 0;
	HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
	if (number == 7)
		even = 0; /* MISSED */
	BPF_SEQ_PRINTF(ctx->meta->seq, "%d\n", number); /* HIT */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
