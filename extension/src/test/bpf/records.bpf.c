// SPDX-License-Identifier: GPL-2.0
/* Binary records, with every kind of member that C has. */
#include "bpf_iter.h"

#define CHUNK 1024

enum color { RED = 1, GREEN = 2, BLUE = 7, AZURE = 7 };
enum depth { BELOW = -2, ABOVE = 3 };

typedef __u32 user_id;
typedef const volatile user_id fixed_user_id;

struct point {
	short x;
	short y;
};

typedef struct {
	__u8 major;
	__u8 minor;
} version_t;

struct event {
	int pid;
	char comm[16];
	enum color color;
	struct point origin;
	struct point corners[2];
	int grid[2][3];
	unsigned int kind : 3;
	int delta : 5;
	unsigned int urgent : 1;
	enum color shade : 4;
	__u64 serial : 40;
	union {
		__u64 cookie;
		struct {
			__u32 low;
			__u32 high;
		};
	};
	void *task;
	fixed_user_id uid;
	_Bool live;
	__u64 start_time;
	version_t version;
};

struct event event = {
	.comm = "iterator",
	.color = GREEN,
	.origin = { -1, 2 },
	.corners = { { 3, 4 }, { 5, -6 } },
	.grid = { { 1, 2, 3 }, { 4, 5, 6 } },
	.kind = 5,
	.delta = -7,
	.urgent = 1,
	.shade = BLUE,
	.serial = 0x8123456789,
	.cookie = 0x1122334455667788,
	.task = (void *)0xffff888012345678,
	.uid = 4000000000,
	.live = 1,
	.start_time = 0xffffffffffffffff,
	.version = { 6, 18 },
};

struct __attribute__((packed)) squeezed {
	__u8 first : 4;
	__u64 second : 63;
	__u32 third;
};

struct numbers {
	__s8 s8;
	__u8 u8;
	__s16 s16;
	__u16 u16;
	__s32 s32;
	__u32 u32;
	__s64 s64;
	__u64 u64;
	__int128 s128;
	_Bool truth;
	float single;
	double twice;
	enum depth depth;
	const char *text;
	struct task_struct *owner;
	int (*callback)(int);
	unsigned char raw[4];
	int none[0];
};

union address {
	__u32 v4;
	__u8 v6[16];
};

/* A global variable of its type, or of a pointer to it, puts a struct into the BTF. */
struct squeezed squeezed = { 0xf, 0x4000000000000001, 0x01020304 };
struct numbers *numbers_unused;
union address *address_unused;

char chunk[CHUNK];

static __always_inline void write_event(struct seq_file *seq, int pid)
{
	event.pid = pid;
	bpf_seq_write(seq, &event, sizeof(event));
}

SEC("iter/task")
int dump_three(struct bpf_iter__task *ctx)
{
	if (ctx->task && ctx->meta->seq_num < 3)
		write_event(ctx->meta->seq, ctx->meta->seq_num + 1);
	return 0;
}

SEC("iter/task")
int dump_squeezed(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		bpf_seq_write(ctx->meta->seq, &squeezed, sizeof(squeezed));
	return 0;
}

/* The second record ends after 5 bytes. */
SEC("iter/task")
int truncated(struct bpf_iter__task *ctx)
{
	if (ctx->task)
		return 0;
	write_event(ctx->meta->seq, 1);
	bpf_seq_write(ctx->meta->seq, &event, 5);
	return 0;
}

/* One record, and then 40 KiB for one task: E2BIG after some data. */
SEC("iter/task")
int failing(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		return 0;
	if (ctx->meta->seq_num == 0)
		write_event(ctx->meta->seq, 1);
	if (ctx->meta->seq_num == 1)
		for (int i = 0; i < 40; i++)
			bpf_seq_write(ctx->meta->seq, chunk, CHUNK);
	return 0;
}

SEC("iter/task")
int silent(struct bpf_iter__task *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
