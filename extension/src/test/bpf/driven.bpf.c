// SPDX-License-Identifier: GPL-2.0
/* Programs that stand beside an iterator, and that a test drives itself. */
#include "bpf_iter.h"

struct __sk_buff;

struct numbers {
	__u32 first;
	__u32 second;
	__u64 sum;
};

int packets;

SEC("syscall")
int add(struct numbers *numbers)
{
	numbers->sum = (__u64)numbers->first + numbers->second;
	return numbers->first > numbers->second;
}

SEC("socket")
int accept_all(struct __sk_buff *skb)
{
	return 7;
}

SEC("cgroup_skb/egress")
int count_packets(struct __sk_buff *skb)
{
	packets++;
	return 1;
}

SEC("iter/task")
int do_nothing(struct bpf_iter__task *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
