// SPDX-License-Identifier: GPL-2.0
/* No program at all. */
#include "bpf_iter.h"

int unused = 1;

char LICENSE[] SEC("license") = "GPL";
