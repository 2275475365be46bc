/*
 * Does in C what bpf-iterator does, for scripts/benchmark.
 *
 * The argument is a directory in a bpffs. Each line of standard input is a command, and is answered by a line of
 * numbers: nanoseconds, each preceded by the number of bytes where a command reads.
 *
 *   libbpf FILE PROGRAM COUNT     a test's steps, all through libbpf
 *   template FILE PROGRAM COUNT   the same steps from what libbpf recorded of one load
 *   pins FILE PROGRAM COUNT       the same without unpinning; the pins are removed at the end
 *   pin FILE PROGRAM NAME         pins for the command read
 *   read NAME COUNT               reads runs to their end into one buffer
 *   maps ELEMENTS                 puts and gets, each for itself and in batches
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#define MAPS 16
#define CHUNK (64 * 1024)
#define PSEUDO(insn) ((insn)->src_reg == BPF_PSEUDO_MAP_FD || (insn)->src_reg == BPF_PSEUDO_MAP_VALUE)

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void *allocated(size_t bytes)
{
	void *memory = calloc(1, bytes);

	if (!memory) {
		perror("calloc");
		exit(1);
	}
	return memory;
}

/* Returns the result of a call that returns a negative number or null on failure. */
static int checked(long result, const char *what)
{
	if (result < 0) {
		fprintf(stderr, "%s: %s\n", what, strerror(errno));
		exit(1);
	}
	return result;
}

static long read_run(const char *name)
{
	static char chunk[CHUNK];
	int fd = checked(open(name, O_RDONLY | O_CLOEXEC), "open");
	long total = 0, count;

	while ((count = checked(read(fd, chunk, sizeof(chunk)), "read")) > 0)
		total += count;
	close(fd);
	return total;
}

static struct bpf_object *load(const char *file, const char *name, struct bpf_program **chosen)
{
	struct bpf_object *object = bpf_object__open_file(file, NULL);
	struct bpf_program *program;

	checked(object ? 0 : -1, "bpf_object__open_file");
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, !strcmp(bpf_program__name(program), name));
	checked(bpf_object__load(object), "bpf_object__load");
	*chosen = bpf_object__find_program_by_name(object, name);
	return object;
}

static void test_with_libbpf(const char *file, const char *name)
{
	struct bpf_program *program;
	struct bpf_object *object = load(file, name, &program);
	struct bpf_link *link = bpf_program__attach(program);

	checked(link ? 0 : -1, "bpf_program__attach");
	checked(bpf_link__pin(link, bpf_program__name(program)), "bpf_link__pin");
	read_run(bpf_program__name(program));
	checked(bpf_link__unpin(link), "bpf_link__unpin");
	bpf_link__destroy(link);
	bpf_object__close(object);
}

/* What libbpf recorded of one load. */
struct template {
	struct bpf_object *object;
	struct bpf_program *program;
	struct bpf_insn *copy;
	struct bpf_func_info function;
	int attach_btf_id;
	int maps;
	struct bpf_map *map[MAPS];
	struct bpf_map_info info[MAPS];
};

static void record(struct template *template, const char *file, const char *name)
{
	struct bpf_prog_info info = {};
	__u32 length = sizeof(info);
	struct bpf_map *map;

	memset(template, 0, sizeof(*template));
	template->object = load(file, name, &template->program);
	template->copy = allocated(bpf_program__insn_cnt(template->program) * sizeof(struct bpf_insn));
	template->attach_btf_id = checked(libbpf_find_vmlinux_btf_id(
			strchr(bpf_program__section_name(template->program), '/') + 1, BPF_TRACE_ITER), "BTF id");
	info.nr_func_info = 1;
	info.func_info_rec_size = sizeof(template->function);
	info.func_info = (unsigned long)&template->function;
	checked(bpf_obj_get_info_by_fd(bpf_program__fd(template->program), &info, &length), "bpf_prog_info");
	bpf_object__for_each_map(map, template->object) {
		checked(template->maps < MAPS ? 0 : -1, "too many maps");
		length = sizeof(template->info[0]);
		checked(bpf_obj_get_info_by_fd(bpf_map__fd(map), &template->info[template->maps], &length), "info");
		template->map[template->maps++] = map;
	}
}

static int copy_map(struct template *template, int index)
{
	struct bpf_map_info *info = &template->info[index];
	LIBBPF_OPTS(bpf_map_create_opts, options,
		.map_flags = info->map_flags,
		.btf_fd = bpf_object__btf_fd(template->object),
		.btf_key_type_id = info->btf_key_type_id,
		.btf_value_type_id = info->btf_value_type_id);
	int fd = checked(bpf_map_create(info->type, info->name, info->key_size, info->value_size, info->max_entries,
		&options), "bpf_map_create");
	__u32 zero = 0;
	size_t size;

	if (bpf_map__is_internal(template->map[index])) {
		checked(bpf_map_update_elem(fd, &zero, bpf_map__initial_value(template->map[index], &size), 0), "fill");
		if (info->map_flags & BPF_F_RDONLY_PROG)
			checked(bpf_map_freeze(fd), "bpf_map_freeze");
	}
	return fd;
}

static int copy_program(struct template *template, const int *maps)
{
	size_t count = bpf_program__insn_cnt(template->program);
	LIBBPF_OPTS(bpf_prog_load_opts, options,
		.expected_attach_type = BPF_TRACE_ITER,
		.attach_btf_id = template->attach_btf_id,
		.prog_btf_fd = bpf_object__btf_fd(template->object),
		.func_info = &template->function,
		.func_info_cnt = 1,
		.func_info_rec_size = sizeof(template->function));

	memcpy(template->copy, bpf_program__insns(template->program), count * sizeof(struct bpf_insn));
	for (struct bpf_insn *insn = template->copy; insn < template->copy + count; insn++) {
		if (insn->code != (BPF_LD | BPF_IMM | BPF_DW))
			continue;
		for (int i = 0; PSEUDO(insn) && i < template->maps; i++)
			if (insn->imm == bpf_map__fd(template->map[i])) {
				insn->imm = maps[i];
				break;
			}
		insn++;
	}
	return checked(bpf_prog_load(BPF_PROG_TYPE_TRACING, bpf_program__name(template->program), "GPL", template->copy,
		count, &options), "bpf_prog_load");
}

static void test_from_template(struct template *template, const char *pin, int keep)
{
	int maps[MAPS], program, link;

	for (int i = 0; i < template->maps; i++)
		maps[i] = copy_map(template, i);
	program = copy_program(template, maps);
	link = checked(bpf_link_create(program, 0, BPF_TRACE_ITER, NULL), "bpf_link_create");
	checked(bpf_obj_pin(link, pin), "bpf_obj_pin");
	read_run(pin);
	if (keep)
		return;
	checked(unlink(pin), "unlink");
	close(link);
	close(program);
	for (int i = 0; i < template->maps; i++)
		close(maps[i]);
}

static void run_tests(const char *command, const char *file, const char *name, int count)
{
	int keep = !strcmp(command, "pins"), whole = !strcmp(command, "libbpf");
	struct template template;
	char pin[32];

	if (!whole)
		record(&template, file, name);
	for (int i = 0; i < count; i++) {
		long start = now();

		sprintf(pin, "kept_%d", i);
		if (whole)
			test_with_libbpf(file, name);
		else
			test_from_template(&template, pin, keep);
		printf("%ld ", now() - start);
	}
	for (int i = 0; keep && i < count; i++) {
		sprintf(pin, "kept_%d", i);
		checked(unlink(pin), "unlink");
	}
	if (!whole)
		bpf_object__close(template.object);
}

static void pin(const char *file, const char *name, const char *pin)
{
	struct bpf_program *program;
	struct bpf_object *object = load(file, name, &program);
	struct bpf_link *link = bpf_program__attach(program);

	checked(link ? 0 : -1, "bpf_program__attach");
	checked(bpf_obj_pin(bpf_link__fd(link), pin), "bpf_obj_pin");
	bpf_link__destroy(link);
	bpf_object__close(object);
}

static void use_map(__u32 count)
{
	int map = checked(bpf_map_create(BPF_MAP_TYPE_HASH, "numbers", sizeof(__u32), sizeof(__u64), count, NULL), "map");
	__u32 *keys = allocated(count * sizeof(*keys)), position, some, got = 0;
	__u64 *values = allocated(count * sizeof(*values)), value;
	long start = now();

	for (__u32 key = 0; key < count; key++) {
		value = key;
		checked(bpf_map_update_elem(map, &key, &value, BPF_ANY), "put");
	}
	printf("%ld ", now() - start);
	start = now();
	for (__u32 key = 0; key < count; key++)
		checked(bpf_map_lookup_elem(map, &key, &value), "get");
	printf("%ld ", now() - start);
	close(map);

	map = checked(bpf_map_create(BPF_MAP_TYPE_HASH, "numbers", sizeof(__u32), sizeof(__u64), count, NULL), "map");
	start = now();
	for (__u32 key = 0; key < count; key++)
		values[keys[key] = key] = key;
	some = count;
	checked(bpf_map_update_batch(map, keys, values, &some, NULL), "put a batch");
	printf("%ld ", now() - start);
	start = now();
	while (got < count) {
		some = count - got;
		if (bpf_map_lookup_batch(map, got ? &position : NULL, &position, keys + got, values + got, &some, NULL)
				&& errno != ENOENT)
			checked(-1, "get a batch");
		got += some;
	}
	printf("%ld ", now() - start);
	close(map);
	free(keys);
	free(values);
}

int main(int count, char **arguments)
{
	char line[8192], command[16], first[4096], second[128], third[128];

	checked(count == 2 ? chdir(arguments[1]) : -1, "usage: baseline DIRECTORY");
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "%15s %4095s %127s %127s", command, first, second, third) < 2)
			return 2;
		if (!strcmp(command, "read")) {
			for (int i = 0; i < atoi(second); i++) {
				long start = now(), bytes = read_run(first);

				printf("%ld %ld ", bytes, now() - start);
			}
		} else if (!strcmp(command, "maps")) {
			use_map(atoi(first));
		} else if (!strcmp(command, "pin")) {
			pin(first, second, third);
		} else {
			run_tests(command, first, second, atoi(third));
		}
		printf("\n");
		fflush(stdout);
	}
	return 0;
}
