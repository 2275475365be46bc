/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Common declarations of the iterators. Each program declares only those members of the kernel's types that it reads.
 * CO-RE relocates them to their offsets in the running kernel, so that one object loads on every kernel that has these
 * members.
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
