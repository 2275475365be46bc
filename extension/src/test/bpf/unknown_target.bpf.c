// SPDX-License-Identifier: GPL-2.0
/* An iterator over something that no kernel has. */
#include "bpf_iter.h"

SEC("iter/martian")
int dump_martian(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
