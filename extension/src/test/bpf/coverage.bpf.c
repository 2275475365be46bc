// SPDX-License-Identifier: GPL-2.0
/*
 * Programs whose executed lines are known: a line with a state in its comment has this state after one read. A read
 * calls a program for each map, and once without a map.
 */
#include "bpf_iter.h"

/* One instruction, after which the compiler knows nothing about the number: it neither merges nor removes the lines. */
#define step(number) asm volatile("%0 += 0" : "+r"(number) : : "memory")

const volatile int disabled = 0;
const volatile int wanted = 3;

/* A number that neither the compiler nor the verifier knows. */
volatile int zero;

int calls;
int ends;

static __attribute__((noinline)) int half(int number)
{
	step(number); /* HIT */
	if (number > 100) {
		step(number); /* MISSED */
	}
	return number >> 1; /* HIT */
}

SEC("iter/bpf_map")
int loops(struct bpf_iter__bpf_map *ctx)
{
	int sum = zero, i;

	if (ctx->map) {
		calls++; /* HIT */
		return 0;
	}
	ends++; /* HIT */
#pragma clang loop unroll(disable)
	for (i = 0; i < 10; i++) {
		step(sum); /* HIT */
		if (sum == 20)
			step(sum); /* MISSED */
		sum += i;
		step(sum); /* HIT */
		if (i == wanted)
			break;
	}
	BPF_SEQ_PRINTF(ctx->meta->seq, "loops %d\n", sum); /* HIT */
	return 0;
}

SEC("iter/bpf_map")
int early_returns(struct bpf_iter__bpf_map *ctx)
{
	int number = zero;

	if (ctx->map)
		return 0;
	step(number); /* HIT */
	if (number == 1) {
		ends++; /* MISSED */
		return 0;
	}
	step(number); /* HIT */
	if (number == 0) {
		BPF_SEQ_PRINTF(ctx->meta->seq, "early\n"); /* HIT */
		return 0;
	}
	step(number); /* MISSED */
	BPF_SEQ_PRINTF(ctx->meta->seq, "late\n"); /* MISSED */
	return 0;
}

SEC("iter/bpf_map")
int subprograms(struct bpf_iter__bpf_map *ctx)
{
	int sum;

	if (ctx->map) {
		sum = half(zero + 8); /* HIT */
		calls += sum; /* HIT */
		return 0;
	}
	sum = half(zero + 20); /* HIT */
	BPF_SEQ_PRINTF(ctx->meta->seq, "half %d\n", sum); /* HIT */
	return 0;
}

SEC("iter/bpf_map")
int switches(struct bpf_iter__bpf_map *ctx)
{
	int number = zero + 3;

	if (ctx->map)
		return 0;
	step(number); /* HIT */
	switch (number) {
	case 1:
		ends = 11; /* MISSED */
		break;
	case 2:
		ends = calls * 7; /* MISSED */
		break;
	case 3:
		ends = calls * 5 + 3; /* HIT */
		break;
	case 400:
		ends = calls * 9; /* MISSED */
		break;
	default:
		calls++; /* MISSED */
	}
	BPF_SEQ_PRINTF(ctx->meta->seq, "switch\n"); /* HIT */
	return 0;
}

SEC("iter/bpf_map")
int constants(struct bpf_iter__bpf_map *ctx)
{
	if (ctx->map)
		return 0;
	if (disabled) {
		ends = 5; /* UNREACHABLE */
		BPF_SEQ_PRINTF(ctx->meta->seq, "disabled\n"); /* UNREACHABLE */
	}
	BPF_SEQ_PRINTF(ctx->meta->seq, "enabled\n"); /* HIT */
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
