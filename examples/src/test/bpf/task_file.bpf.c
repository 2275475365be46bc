// SPDX-License-Identifier: GPL-2.0
/*
 * Lists the open files of every process with their base names, which are empty for pipes and sockets. Requires Linux
 * 5.8.
 */
#include "bpf_iter.h"

struct task_struct {
	int tgid;
} kernel_type;

struct qstr {
	const unsigned char *name;
} kernel_type;

struct dentry {
	struct qstr d_name;
} kernel_type;

struct path {
	struct dentry *dentry;
} kernel_type;

struct file {
	struct path f_path;
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
		BPF_SEQ_PRINTF(seq, "    tgid   fd file\n");
	BPF_SEQ_PRINTF(seq, "%8d %4u /%s\n", task->tgid, ctx->fd, file->f_path.dentry->d_name.name);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
