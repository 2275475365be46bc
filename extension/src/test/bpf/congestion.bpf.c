// SPDX-License-Identifier: GPL-2.0
/* A congestion control that does not do anything, to be registered. */
#include "bpf_iter.h"

struct tcp_congestion_ops {
	__u32 (*ssthresh)(void *sk);
	void (*cong_avoid)(void *sk, __u32 ack, __u32 acked);
	__u32 (*undo_cwnd)(void *sk);
	char name[16];
};

SEC("struct_ops")
__u32 idle_ssthresh(void *ctx)
{
	return 2;
}

SEC("struct_ops")
void idle_cong_avoid(void *ctx)
{
}

SEC("struct_ops")
__u32 idle_undo_cwnd(void *ctx)
{
	return 2;
}

SEC(".struct_ops")
struct tcp_congestion_ops idle = {
	.ssthresh = (void *)idle_ssthresh,
	.cong_avoid = (void *)idle_cong_avoid,
	.undo_cwnd = (void *)idle_undo_cwnd,
	.name = "bpf_iter_idle",
};

char LICENSE[] SEC("license") = "GPL";
