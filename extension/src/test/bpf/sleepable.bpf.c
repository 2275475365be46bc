// SPDX-License-Identifier: GPL-2.0
/* A sleepable iterator for each target. The kernel loads all of them, and attaches only some. */
#include "bpf_iter.h"

#define SLEEPABLE(target)			\
	SEC("?iter.s/" #target)			\
	int sleepable_##target(void *ctx)	\
	{					\
		return 0;			\
	}

SLEEPABLE(bpf_link)
SLEEPABLE(bpf_map)
SLEEPABLE(bpf_map_elem)
SLEEPABLE(bpf_prog)
SLEEPABLE(bpf_sk_storage_map)
SLEEPABLE(cgroup)
SLEEPABLE(dmabuf)
SLEEPABLE(ipv6_route)
SLEEPABLE(kmem_cache)
SLEEPABLE(ksym)
SLEEPABLE(netlink)
SLEEPABLE(sockmap)
SLEEPABLE(task)
SLEEPABLE(task_file)
SLEEPABLE(task_vma)
SLEEPABLE(tcp)
SLEEPABLE(udp)
SLEEPABLE(unix)

char LICENSE[] SEC("license") = "GPL";
