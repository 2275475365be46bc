// SPDX-License-Identifier: GPL-2.0
/*
 * Prints which declarations match the kernel's types. clang before 15 cannot ask this: a test changes the kind of the
 * relocations, which is that of bpf_core_type_exists(), before it loads the object.
 */
#include "bpf_iter.h"
#include <bpf/bpf_core_read.h>

#define MATCHES(type) BPF_SEQ_PRINTF(ctx->meta->seq, #type " type_matches %d\n", bpf_core_type_exists(type))

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

struct list_head___longer {
	struct list_head *next;
	struct list_head *prev;
	struct list_head *other;
};

struct list_head___shorter {
	struct list_head *prev;
};

struct list_head___of_integers {
	long next;
};

struct hlist_node;

struct hlist_head {
	struct hlist_node *first;
};

struct hlist_head___union {
	union hlist_node___union *first;
};

struct task_struct___some {
	int pid;
	struct list_head tasks;
};

struct bpf_prog___some {
	unsigned char tag[8];
};

struct bpf_prog___longer_tag {
	unsigned char tag[9];
};

struct task_struct___wider {
	long pid;
};

struct task_struct___unsigned {
	unsigned int pid;
};

struct martian {
	int antennas;
};

enum bpf_map_type___some {
	BPF_MAP_TYPE_HASH___some = 7,
};

enum bpf_map_type___wrong {
	BPF_MAP_TYPE_MARTIAN = 1,
};

enum bpf_map_type___wide {
	BPF_MAP_TYPE_ARRAY___wide = 1ULL << 40,
};

typedef int (*initcall_t)(void);
typedef long (*initcall_t___long)(void);
typedef int (*initcall_t___parameter)(void *);

SEC("iter/task")
int matches(struct bpf_iter__task *ctx)
{
	if (ctx->meta->seq_num)
		return 0;
	MATCHES(struct list_head);
	MATCHES(struct list_head___longer);
	MATCHES(struct list_head___shorter);
	MATCHES(struct list_head___of_integers);
	MATCHES(struct hlist_head);
	MATCHES(struct hlist_head___union);
	MATCHES(struct task_struct___some);
	MATCHES(struct bpf_prog___some);
	MATCHES(struct bpf_prog___longer_tag);
	MATCHES(struct task_struct___wider);
	MATCHES(struct task_struct___unsigned);
	MATCHES(struct martian);
	MATCHES(enum bpf_map_type___some);
	MATCHES(enum bpf_map_type___wrong);
	MATCHES(enum bpf_map_type___wide);
	MATCHES(initcall_t);
	MATCHES(initcall_t___long);
	MATCHES(initcall_t___parameter);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
