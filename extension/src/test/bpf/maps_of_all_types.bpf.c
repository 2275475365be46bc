// SPDX-License-Identifier: GPL-2.0
/* Maps of the types that a test works with, and an iterator over those that have elements to walk. */
#include "bpf_iter.h"

struct point {
	__s32 x;
	__s32 y;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct point);
} points SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4);
	__type(key, __u64);
	__type(value, __u16);
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} per_cpu_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} per_cpu_array SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner first SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct inner);
} array_of_maps SEC(".maps") = {
	.values = { [1] = &first },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct inner);
} hash_of_maps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} of_sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} sockets_by_key SEC(".maps");

struct guarded {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} with_lock SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} pinned_by_name SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("iter/bpf_map_elem")
int dump_points(struct bpf_iter__bpf_map_elem *ctx)
{
	struct point *point = ctx->value;

	if (point)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%d %d\n", point->x, point->y);
	return 0;
}

/* Sends each key to the ring buffer, too. */
SEC("iter/bpf_map_elem")
int dump_keys(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 *key = ctx->key;
	__u64 event;

	if (!key)
		return 0;
	event = *key;
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	BPF_SEQ_PRINTF(ctx->meta->seq, "%u\n", *key);
	return 0;
}

SEC("iter/bpf_map")
int read_inner(struct bpf_iter__bpf_map *ctx)
{
	__u32 zero = 0, one = 1;
	struct guarded *guarded;
	__u64 *value;
	void *map;

	if (ctx->map)
		return 0;
	map = bpf_map_lookup_elem(&array_of_maps, &one);
	value = map ? bpf_map_lookup_elem(map, &zero) : NULL;
	BPF_SEQ_PRINTF(ctx->meta->seq, "array of maps: %llu\n", value ? *value : 0);
	map = bpf_map_lookup_elem(&hash_of_maps, &zero);
	value = map ? bpf_map_lookup_elem(map, &zero) : NULL;
	BPF_SEQ_PRINTF(ctx->meta->seq, "hash of maps: %llu\n", value ? *value : 0);
	guarded = bpf_map_lookup_elem(&with_lock, &zero);
	if (guarded)
		BPF_SEQ_PRINTF(ctx->meta->seq, "guarded: %u\n", guarded->count);
	return 0;
}

struct sock_common {
	unsigned char skc_state;
} __kernel_type;

struct sock {
	struct sock_common __sk_common;
} __kernel_type;

struct bpf_iter__bpf_sk_storage_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	struct sock *sk;
	void *value;
} __kernel_type;

SEC("iter/bpf_sk_storage_map")
int dump_storage(struct bpf_iter__bpf_sk_storage_map *ctx)
{
	struct sock *sk = ctx->sk;
	__u64 *value = ctx->value;

	if (sk && value)
		BPF_SEQ_PRINTF(ctx->meta->seq, "state %u: %llu\n", sk->__sk_common.skc_state, *value);
	return 0;
}

struct bpf_iter__sockmap {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	struct sock *sk;
} __kernel_type;

SEC("iter/sockmap")
int dump_sockets(struct bpf_iter__sockmap *ctx)
{
	__u32 *key = ctx->key;

	if (key)
		BPF_SEQ_PRINTF(ctx->meta->seq, "%u: %s\n", *key, ctx->sk ? "a socket" : "none");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
