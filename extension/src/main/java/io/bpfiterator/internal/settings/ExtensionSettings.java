// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The extension's settings. */
public final class ExtensionSettings {

    public static final Setting<String> UNAVAILABLE = Setting.of(
            "bpfiterator.unavailable",
            ValueType.oneOf("fail", "skip"),
            "fail",
            "Chooses whether a test fails or is skipped if it cannot run here because a privilege, the kernel's BTF,"
                    + " the iterator target or libbpf is missing.");

    public static final Setting<Boolean> STRICT = Setting.of(
            "bpfiterator.strict",
            ValueType.flag(),
            "false",
            "Turns each such skip, each skip by a condition such as `@EnabledIfIterator`, and the warning about a"
                    + " program that reads the kernel's structs without CO-RE, into a failure.");

    public static final Setting<String> REPORT = Setting.of(
            "bpfiterator.report",
            ValueType.oneOf("failures", "always", "never"),
            "failures",
            "Selects the tests for which JUnit's report contains the output of the iterators, the logs of libbpf and"
                    + " the verifier, and the kernel's messages; in environments the default is `always`.");

    public static final Setting<Integer> OUTPUT_LINES = Setting.of(
            "bpfiterator.output.lines",
            ValueType.number("lines", 0, 1_000_000),
            "0",
            "Publishes this number of lines from the start of the output that each test read.");

    public static final Setting<String> GOLDEN = Setting.of(
                    "bpfiterator.golden",
                    ValueType.oneOf("compare", "update"),
                    "compare",
                    "Selects what `matchesFile` does with a file of expected output that is missing or differs: fail"
                            + " (`compare`), or write it to the sources (`update`).")
            .asSystemProperty();

    public static final Setting<Duration> RETRY = Setting.of(
                    "bpfiterator.retry",
                    ValueType.seconds(86_400),
                    "120",
                    "Sets for how many seconds a read without output is repeated while the kernel answers `EAGAIN`.")
            .asSystemProperty();

    public static final Setting<String> LIBBPF = Setting.of(
                    "bpfiterator.libbpf",
                    ValueType.text("the name or the path of a shared library"),
                    "libbpf.so.1",
                    "Sets the libbpf to load.")
            .asSystemProperty();

    public static final Setting<String> CLANG = Setting.of(
                    "bpfiterator.clang",
                    ValueType.text("a command in PATH, or a path"),
                    "clang",
                    "Sets the clang that compiles C sources.")
            .asSystemProperty();

    public static final Setting<List<String>> CLANG_FLAGS = Setting.optional(
                    "bpfiterator.clang.flags",
                    ValueType.list(ValueType.text("a flag"), "\\s+", "flags, separated by blanks"),
                    "none",
                    "Adds flags to clang's command line, after the default flags.")
            .asSystemProperty();

    /** The value of {@link #VMLINUX} for the header of the kernel that runs the program. */
    public static final String VMLINUX_OF_KERNEL = "kernel";

    /** The value of {@link #VMLINUX} for the header of the kernel of the machine that runs the build. */
    public static final String VMLINUX_OF_HOST = "host";

    public static final Setting<String> VMLINUX = Setting.of(
                    "bpfiterator.vmlinux",
                    ValueType.text("kernel, host or the path of a vmlinux.h"),
                    VMLINUX_OF_KERNEL,
                    "Selects the `vmlinux.h` of C sources: generated from the types of the kernel that runs the program"
                            + " (`kernel`), or of the machine that runs the build (`host`), or the file at a path.")
            .asSystemProperty();

    public static final Setting<Path> CACHE = Setting.optional(
                    "bpfiterator.cache",
                    ValueType.path(),
                    "`bpf-iterator` in `$XDG_CACHE_HOME` or `~/.cache`",
                    "Sets the cache directory for compiled objects, kernels, snapshots and class-data archives.")
            .asSystemProperty();

    public static final Setting<Path> SHARED_CACHE = Setting.optional(
                    "bpfiterator.cache.shared",
                    ValueType.path(),
                    "none",
                    "Sets a second, read-only cache that is searched first; in an environment, the cache of the"
                            + " host.")
            .asSystemProperty();

    public static final Setting<Path> KCONFIG = Setting.optional(
                    "bpfiterator.kconfig",
                    ValueType.path(),
                    "libbpf reads `/boot/config-RELEASE` or `/proc/config.gz`; in a virtual machine, the configuration"
                            + " in its kernel's package, build tree or image; in a container, this machine's",
                    "Sets the kernel's configuration for `__kconfig` variables, plain or compressed with gzip.")
            .asSystemProperty();

    /** The system property with the places where the harness has not found it, for the message of a failure. */
    public static final String KCONFIG_PLACES = "io.bpfiterator.kconfig.places";

    /** The key of {@link #TEMPLATES}, as a constant: the command sets it before it loads any other class. */
    public static final String TEMPLATES_KEY = "bpfiterator.templates";

    public static final Setting<Boolean> TEMPLATES = Setting.of(
                    TEMPLATES_KEY,
                    ValueType.flag(),
                    "true",
                    "Creates the maps and programs of an object from a template that libbpf loads once; with `false`,"
                            + " libbpf loads the object for each test.")
            .asSystemProperty();

    public static final Setting<Boolean> COVERAGE = Setting.of(
                    "bpfiterator.coverage",
                    ValueType.flag(),
                    "false",
                    "Measures which lines, functions and branches of iterator programs the tests execute; requires"
                            + " `bpfiterator.templates`.")
            .asSystemProperty();

    public static final Setting<Boolean> COMPLEXITY = Setting.of(
                    "bpfiterator.complexity",
                    ValueType.flag(),
                    "false",
                    "Adds to the report how complex the kernel's verifier finds each program: loads each object once"
                            + " more.")
            .asSystemProperty();

    public static final Setting<Boolean> COST = Setting.of(
                    "bpfiterator.cost",
                    ValueType.flag(),
                    "false",
                    "Adds to the report how often each program ran, for how long, and what was read of it; lets the"
                            + " kernel count the runs of all programs, for which this process needs `CAP_SYS_ADMIN`.")
            .asSystemProperty();

    /** All settings, in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            UNAVAILABLE,
            STRICT,
            REPORT,
            OUTPUT_LINES,
            GOLDEN,
            RETRY,
            LIBBPF,
            CLANG,
            CLANG_FLAGS,
            VMLINUX,
            CACHE,
            SHARED_CACHE,
            KCONFIG,
            TEMPLATES,
            COVERAGE,
            COMPLEXITY,
            COST);

    /** The key of the kernel harness's setting for the environments in which tests run. */
    public static final String ENVIRONMENTS = "bpfiterator.environments";

    /** The value of {@link #ENVIRONMENTS} that keeps all tests in this JVM, the only valid one without the harness. */
    public static final String NO_ENVIRONMENT = "none";

    /** Returns the environments that {@link #ENVIRONMENTS} names, as they are written; empty if it names none. */
    public static Optional<String> environments(Settings settings) {
        return settings.get(ENVIRONMENTS)
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals(NO_ENVIRONMENT));
    }

    /**
     * The keys of the kernel harness's settings, or prefixes of keys, which end with a dot. A build of several modules
     * may set them for all modules, including one without the harness, where they have no effect.
     */
    public static final List<String> OF_HARNESS = List.of(
            ENVIRONMENTS,
            "bpfiterator.auto.",
            "bpfiterator.timeout",
            "bpfiterator.report.directory",
            "bpfiterator.report.rows",
            "bpfiterator.build",
            "bpfiterator.agent.",
            "bpfiterator.container.",
            "bpfiterator.coverage.",
            "bpfiterator.vm.");

    private ExtensionSettings() {}
}
