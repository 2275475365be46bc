/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Common declarations of the test iterators: types of the UAPI, libbpf's helpers, and those members of kernel types
 * that the programs read. CO-RE locates the members in the running kernel.
 */
#pragma once

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define __kernel_type __attribute__((preserve_access_index))

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id;
	__u64 seq_num;
} __kernel_type;

struct task_struct {
	int pid;
	int tgid;
	char comm[16];
} __kernel_type;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} __kernel_type;

struct bpf_map;

struct bpf_iter__bpf_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
} __kernel_type;

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
} __kernel_type;
