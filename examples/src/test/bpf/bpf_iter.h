/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every iterator starts from. Of the kernel's types, a program here names only the members that it reads; CO-RE finds
 * them in the running kernel, wherever they lie there, so that one object loads on every kernel that has them.
 */
#pragma once

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define kernel_type __attribute__((preserve_access_index))

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id;
	__u64 seq_num;
} kernel_type;
