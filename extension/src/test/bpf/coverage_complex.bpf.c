// SPDX-License-Identifier: GPL-2.0
/*
 * Loops near the limit of a million instructions that the verifier processes: three for each iteration, five with a
 * probe for the block, six with one for the way back.
 */
#include "bpf_iter.h"

volatile int zero;

#define dump(program, iterations)                                             \
	SEC("iter/bpf_map")                                                   \
	int program(struct bpf_iter__bpf_map *ctx)                            \
	{                                                                     \
		__u64 sum = zero, i;                                          \
                                                                              \
		if (ctx->map)                                                 \
			return 0;                                             \
		_Pragma("clang loop unroll(disable)")                         \
		for (i = 0; i < iterations; i++)                              \
			asm volatile("%0 += 1" : "+r"(sum));                  \
		BPF_SEQ_PRINTF(ctx->meta->seq, "sum %llu\n", sum);            \
		return 0;                                                     \
	}

dump(blocks_only, 180000)
dump(without_probes, 300000)

char LICENSE[] SEC("license") = "GPL";
