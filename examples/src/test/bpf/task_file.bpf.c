// SPDX-License-Identifier: GPL-2.0
/* The open files of every process. Linux 5.8. */
#include "bpf_iter.h"

struct task_struct {
	int tgid;
} kernel_type;

struct inode {
	unsigned long i_ino;
} kernel_type;

struct file {
	struct inode *f_inode;
} kernel_type;

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
} kernel_type;

SEC("iter/task_file")
int dump_task_file(struct bpf_iter__task_file *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;

	if (!task || !file)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "    tgid   fd      inode\n");
	BPF_SEQ_PRINTF(seq, "%8d %4u %10lu\n", task->tgid, ctx->fd, file->f_inode->i_ino);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
