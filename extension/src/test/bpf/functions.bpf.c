// SPDX-License-Identifier: GPL-2.0
/* What libbpf relocates besides maps: subprograms, a callback, a symbol of the kernel's, its configuration. */
#include "bpf_iter.h"

extern int LINUX_KERNEL_VERSION __kconfig;
extern const void bpf_iter_run_prog __ksym;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

__u64 sum;

static long add(void *map, const __u32 *key, __u64 *value, void *data)
{
	sum += *value;
	return 0;
}

static __attribute__((noinline)) int twice(int number)
{
	return 2 * number;
}

__attribute__((noinline)) int thrice(int number)
{
	return number + twice(number);
}

SEC("iter/bpf_map")
int dump_sums(struct bpf_iter__bpf_map *ctx)
{
	struct seq_file *seq = ctx->meta->seq;

	if (ctx->map)
		return 0;
	sum = 0;
	bpf_for_each_map_elem(&numbers, add, NULL, 0);
	BPF_SEQ_PRINTF(seq, "sum %llu thrice %d\n", sum, thrice(ctx->meta->seq_num > 0 ? 14 : 14));
	BPF_SEQ_PRINTF(seq, "kernel %d\n", LINUX_KERNEL_VERSION >> 16);
	BPF_SEQ_PRINTF(seq, "address %d\n", &bpf_iter_run_prog != NULL);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
