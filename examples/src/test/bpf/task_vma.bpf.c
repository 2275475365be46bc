// SPDX-License-Identifier: GPL-2.0
/* Lists the memory areas of every process that are mapped from a file. Requires Linux 5.12. */
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

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct file *vm_file;
} kernel_type;

struct bpf_iter__task_vma {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	struct vm_area_struct *vma;
} kernel_type;

SEC("iter/task_vma")
int dump_task_vma(struct bpf_iter__task_vma *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;
	struct vm_area_struct *vma = ctx->vma;

	if (!task || !vma)
		return 0;
	if (ctx->meta->seq_num == 0)
		BPF_SEQ_PRINTF(seq, "    tgid            start              end      inode\n");
	if (vma->vm_file)
		BPF_SEQ_PRINTF(seq, "%8d %016lx %016lx %10lu\n", task->tgid, vma->vm_start, vma->vm_end,
			       vma->vm_file->f_inode->i_ino);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
