package io.bpfiterator.harness.internal.settings;

import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table of the harness's settings, without those that belong to one kind of environment. */
public final class HarnessSettings {

    private static final int A_WEEK = 7 * 24 * 60 * 60;

    public static final Setting<List<String>> ENVIRONMENTS = Setting.optional(
            ExtensionSettings.ENVIRONMENTS,
            ValueType.list(ValueType.text("a name"), ",", "names of environments, separated by commas"),
            "this JVM where its kernel runs every iterator, else the machine of `auto`",
            "Names the environments in which tests that use BPF run: `host`, `container`, `vm:6.1` and others; `auto`"
                    + " stands"
                    + " for one that can run every iterator, `none` for this JVM.");

    public static final Setting<String> AUTO_MACHINE = Setting.of(
            "bpfiterator.auto.machine",
            ValueType.text("the name of an environment, such as " + OtherKernel.ENVIRONMENT),
            OtherKernel.ENVIRONMENT,
            "Names the machine that `auto` uses where the running kernel cannot run every iterator.");

    public static final Setting<Duration> TIMEOUT = Setting.of(
            "bpfiterator.timeout",
            ValueType.seconds(A_WEEK),
            "600",
            "Limits how long an environment may show no sign of life before it is ended.");

    public static final Setting<Path> REPORT_DIRECTORY = Setting.optional(
            "bpfiterator.report.directory",
            ValueType.path(),
            "JUnit's output directory for the engine: `target/bpf-iterator` in Maven",
            "Names the directory of the report.");

    public static final Setting<List<String>> AGENT_JVM = Setting.optional(
            "bpfiterator.agent.jvm",
            ValueType.list(ValueType.text("an argument"), "\\s+", "arguments of a JVM, separated by blanks"),
            "none",
            "Adds arguments for the JVM that runs the tests in an environment: `-Xmx1g`.");

    /** All of them, in the order of the documentation. */
    public static final List<Setting<?>> ALL =
            List.of(ENVIRONMENTS, AUTO_MACHINE, TIMEOUT, REPORT_DIRECTORY, AGENT_JVM);

    private HarnessSettings() {}
}
