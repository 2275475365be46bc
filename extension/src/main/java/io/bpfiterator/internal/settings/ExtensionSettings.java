package io.bpfiterator.internal.settings;

import java.nio.file.Path;
import java.util.List;

/** The table of the extension's settings. */
public final class ExtensionSettings {

    public static final Setting<String> UNAVAILABLE = Setting.of(
            "bpfiterator.unavailable",
            ValueType.words("fail", "skip"),
            "fail",
            "Says whether a test fails or is skipped that cannot run here: a privilege, BTF, the iterator target or"
                    + " libbpf is"
                    + " missing.");

    public static final Setting<Boolean> STRICT = Setting.of(
            "bpfiterator.strict",
            ValueType.flag(),
            "false",
            "Turns each such skip, and those of the conditions, into a failure.");

    public static final Setting<String> REPORT = Setting.of(
            "bpfiterator.report",
            ValueType.words("failures", "always", "never"),
            "failures",
            "Says for which tests JUnit's report has the output of the iterators, the logs of the programs and the"
                    + " messages of"
                    + " the kernel; environments set `always`.");

    public static final Setting<Integer> OUTPUT_LINES = Setting.of(
            "bpfiterator.output.lines",
            ValueType.number("lines", 0, 1_000_000),
            "0",
            "Publishes so many first lines of what each test has read.");

    public static final Setting<String> LIBBPF = Setting.of(
                    "bpfiterator.libbpf",
                    ValueType.text("the name or the path of a shared library"),
                    "libbpf.so.1",
                    "Names the libbpf to load.")
            .asSystemProperty();

    public static final Setting<String> CLANG = Setting.of(
                    "bpfiterator.clang",
                    ValueType.text("a command in PATH, or a path"),
                    "clang",
                    "Names the clang that compiles C sources.")
            .asSystemProperty();

    public static final Setting<List<String>> CLANG_FLAGS = Setting.optional(
                    "bpfiterator.clang.flags",
                    ValueType.list(ValueType.text("a flag"), "\\s+", "flags, separated by blanks"),
                    "none",
                    "Adds flags for clang after the usual ones.")
            .asSystemProperty();

    public static final Setting<Path> CACHE = Setting.optional(
                    "bpfiterator.cache",
                    ValueType.path(),
                    "`bpf-iterator` in `$XDG_CACHE_HOME` or `~/.cache`",
                    "Names the directory that keeps compiled objects, kernels, snapshots and archives of classes.")
            .asSystemProperty();

    public static final Setting<Path> SHARED_CACHE = Setting.optional(
                    "bpfiterator.cache.shared",
                    ValueType.path(),
                    "none",
                    "Names a second cache, which is searched first and never written: in an environment, the host's.")
            .asSystemProperty();

    public static final Setting<Boolean> TEMPLATES = Setting.of(
                    "bpfiterator.templates",
                    ValueType.flag(),
                    "true",
                    "Makes objects from a template that libbpf has loaded once; `false` has libbpf load each.")
            .asSystemProperty();

    /** All of them, in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            UNAVAILABLE, STRICT, REPORT, OUTPUT_LINES, LIBBPF, CLANG, CLANG_FLAGS, CACHE, SHARED_CACHE, TEMPLATES);

    /** The key with which the kernel harness is told where tests run. */
    public static final String ENVIRONMENTS = "bpfiterator.environments";

    /** What it says to keep all tests in this JVM, which is all that there is without the harness. */
    public static final String NO_ENVIRONMENT = "none";

    /**
     * The kernel harness's settings, by their keys or by how these begin (with a dot at the end). A build of several
     * modules may set them for all, also for one without the harness, where nobody reads or knows them.
     */
    public static final List<String> OF_HARNESS = List.of(
            ENVIRONMENTS,
            "bpfiterator.auto.",
            "bpfiterator.timeout",
            "bpfiterator.report.directory",
            "bpfiterator.agent.",
            "bpfiterator.container.",
            "bpfiterator.vm.");

    private ExtensionSettings() {}
}
