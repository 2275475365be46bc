// SPDX-License-Identifier: GPL-2.0
/* Every way in which an iterator can answer a read: too much, too little, later, never. */
#include "bpf_iter.h"

#define CHUNK 1024

char chunk[CHUNK] = { [0 ... CHUNK - 1] = 'x' };
char with_nul[4] = { 'a', 0, 'b', '\n' };
int retries_left = 3;
int calls, elements;

static __always_inline void write_chunks(struct seq_file *seq, int count)
{
	for (int i = 0; i < count; i++)
		bpf_seq_write(seq, chunk, CHUNK);
}

/* 4 KiB for each of 17 tasks: more than twice the kernel's buffer of 8 pages, however many tasks there are. */
SEC("iter/task")
int large(struct bpf_iter__task *ctx)
{
	if (ctx->task && ctx->meta->seq_num < 17)
		write_chunks(ctx->meta->seq, 4);
	return 0;
}

/* One line, and then 40 KiB for one task: E2BIG after some data. */
SEC("iter/task")
int too_large_for_one(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(ctx->meta->seq, "first\n");
	if (ctx->meta->seq_num == 1)
		write_chunks(ctx->meta->seq, 40);
	return 0;
}

/* EAGAIN three times, and then it goes on. */
SEC("iter/task")
int again(struct bpf_iter__task *ctx)
{
	if (ctx->meta->seq_num == 1 && retries_left > 0) {
		retries_left--;
		return 1;
	}
	if (ctx->meta->seq_num < 2)
		BPF_SEQ_PRINTF(ctx->meta->seq, "line %llu\n", ctx->meta->seq_num);
	return 0;
}

/* EAGAIN three times for each task, without output. */
SEC("iter/task")
int thrice_each(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		return 0;
	if (++calls % 4)
		return 1;
	elements++;
	return 0;
}

/* EAGAIN for ever. */
SEC("iter/task")
int never(struct bpf_iter__task *ctx)
{
	return 1;
}

SEC("iter/task")
int nul(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		bpf_seq_write(ctx->meta->seq, with_nul, sizeof(with_nul));
	return 0;
}

SEC("iter/task")
int silent(struct bpf_iter__task *ctx)
{
	return 0;
}

SEC("iter/task")
int three_lines(struct bpf_iter__task *ctx)
{
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(ctx->meta->seq, "one\rstill one\n\nthree");
	return 0;
}

SEC("iter/task")
int windows_lines(struct bpf_iter__task *ctx)
{
	if (!ctx->task)
		BPF_SEQ_PRINTF(ctx->meta->seq, "pid comm\r\n1 init\r\n\r\n");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
