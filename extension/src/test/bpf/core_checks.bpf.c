// SPDX-License-Identifier: GPL-2.0
/* Prints a line for each check of the kernel's types: its name, its kind, and what libbpf answers. */
#include "bpf_iter.h"
#include <bpf/bpf_core_read.h>

#define PRINT(name, value) BPF_SEQ_PRINTF(ctx->meta->seq, name " %d\n", (value) != 0)
#define FIELD(type, field) PRINT(#type "." #field " field_exists", bpf_core_field_exists(type, field))
#define TYPE(type) PRINT(#type " type_exists", bpf_core_type_exists(type))
#define SIZE(type) PRINT(#type " type_size", bpf_core_type_size(type))
#define VALUE(type, value) PRINT(#type "::" #value " enumval_exists", bpf_core_enum_value_exists(type, value))

struct martian {
	int antennas;
} __kernel_type;

enum martian_color {
	GREEN,
};

struct sched_entity___some {
	unsigned long long vruntime;
	int antennas;
} __kernel_type;

struct task_struct___some {
	char comm[64];
	struct sched_entity___some se;
	struct task_struct *real_parent;
	int antennas;
} __kernel_type;

struct task_struct___other {
	int comm;
	int real_parent;
	long long pid;
	struct martian se;
} __kernel_type;

/* In the kernel, the members of these are in anonymous unions or structs. */
struct sk_buff {
	struct sk_buff *next;
	unsigned int len;
} __kernel_type;

struct bpf_prog {
	enum bpf_prog_type type;
} __kernel_type;

struct bpf_prog___other {
	enum martian_color type;
} __kernel_type;

/* An array without a length at the end of a struct. */
struct bpf_array {
	int elem_size;
	char value[0];
} __kernel_type;

union bpf_attr___some {
	unsigned int map_type;
} __kernel_type;

/* A struct in the kernel. */
union task_struct___union {
	int pid;
} __kernel_type;

typedef int pid_t;
typedef struct martian gid_t;
typedef int (*initcall_t)(void);
typedef int (*initcall_t___other)(void *);

enum bpf_map_type___some {
	BPF_MAP_TYPE_HASH___some = 1,
	BPF_MAP_TYPE_MARTIAN = 12345,
};

SEC("iter/task")
int checks(struct bpf_iter__task *ctx)
{
	if (ctx->meta->seq_num)
		return 0;
	FIELD(struct task_struct, pid);
	FIELD(struct task_struct, comm[3]);
	FIELD(struct task_struct___some, comm[3]);
	FIELD(struct task_struct___some, comm[40]);
	FIELD(struct task_struct___some, se.vruntime);
	FIELD(struct task_struct___some, se.antennas);
	FIELD(struct task_struct___some, real_parent);
	FIELD(struct task_struct___some, antennas);
	FIELD(struct task_struct___other, comm);
	FIELD(struct task_struct___other, real_parent);
	FIELD(struct task_struct___other, pid);
	FIELD(struct task_struct___other, se);
	FIELD(struct task_struct___other, se.antennas);
	FIELD(struct sk_buff, next);
	FIELD(struct sk_buff, len);
	FIELD(struct bpf_prog, type);
	FIELD(struct bpf_prog___other, type);
	FIELD(struct bpf_array, value[7]);
	FIELD(union bpf_attr___some, map_type);
	FIELD(union task_struct___union, pid);
	FIELD(struct martian, antennas);
	TYPE(struct task_struct);
	TYPE(struct task_struct___other);
	TYPE(union task_struct___union);
	TYPE(union bpf_attr);
	TYPE(struct martian);
	TYPE(enum bpf_map_type);
	TYPE(enum martian_color);
	TYPE(pid_t);
	TYPE(gid_t);
	TYPE(initcall_t);
	TYPE(initcall_t___other);
	SIZE(struct task_struct);
	SIZE(struct martian);
	VALUE(enum bpf_map_type, BPF_MAP_TYPE_HASH);
	VALUE(enum bpf_map_type___some, BPF_MAP_TYPE_HASH___some);
	VALUE(enum bpf_map_type___some, BPF_MAP_TYPE_MARTIAN);
	VALUE(enum martian_color, GREEN);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
