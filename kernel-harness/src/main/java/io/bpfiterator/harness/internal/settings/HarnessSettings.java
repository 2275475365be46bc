// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.settings;

import io.bpfiterator.internal.feature.OtherKernel;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Declares the settings of the harness, without those of one kind of environment. */
public final class HarnessSettings {

    private static final int A_WEEK = 7 * 24 * 60 * 60;

    private static final int A_MILLION = 1_000_000;

    public static final Setting<List<String>> ENVIRONMENTS = Setting.optional(
            ExtensionSettings.ENVIRONMENTS,
            ValueType.list(ValueType.text("a name"), ",", "a comma-separated list of environments"),
            "this JVM if its kernel runs every iterator, otherwise the environment of `auto`",
            "Lists the environments in which tests that use BPF run: `host`, `container`, `vm:6.1` and others, where"
                    + " `auto` selects one that can run every iterator, and `none` keeps the tests in this JVM.");

    public static final Setting<String> AUTO_MACHINE = Setting.of(
            "bpfiterator.auto.machine",
            ValueType.text("the name of an environment, such as " + OtherKernel.ENVIRONMENT),
            OtherKernel.ENVIRONMENT,
            "Names the environment that `auto` uses if the running kernel cannot run every iterator.");

    public static final Setting<Duration> TIMEOUT = Setting.of(
            "bpfiterator.timeout",
            ValueType.seconds(A_WEEK),
            "600",
            "Limits how long an environment may send no message before it is terminated.");

    public static final Setting<Path> REPORT_DIRECTORY = Setting.optional(
            "bpfiterator.report.directory",
            ValueType.path(),
            "JUnit's output directory for the engine, `target/bpf-iterator` in Maven",
            "Names the directory of the report.");

    public static final Setting<Integer> REPORT_ROWS = Setting.of(
            "bpfiterator.report.rows",
            ValueType.number("tests", 1, A_MILLION),
            "20000",
            "Limits how many tests of an environment the report shows one by one; it counts the others by class.");

    public static final Setting<String> BUILD = Setting.optional(
            "bpfiterator.build",
            ValueType.text("a name"),
            "one for each run of Maven, otherwise one for each JVM",
            "Names the run of a build: what JVMs of one run write to the same directory becomes one report.");

    public static final Setting<List<String>> AGENT_JVM = Setting.optional(
            "bpfiterator.agent.jvm",
            ValueType.list(ValueType.text("an argument"), "\\s+", "JVM arguments separated by spaces"),
            "none",
            "Adds arguments for the JVM that runs the tests in an environment, such as `-Xmx1g`; one that listens for a"
                    + " debugger is refused.");

    public static final Setting<String> COMPILE = Setting.of(
            "bpfiterator.agent.compile",
            ValueType.oneOf("host", "environment"),
            "host",
            "Selects whether this machine or the environment runs clang; each does so for the environment's kernel.");

    public static final Setting<Integer> COVERAGE_MINIMUM = Setting.of(
            "bpfiterator.coverage.minimum",
            ValueType.number("percent", 0, 100),
            "0",
            "Fails a run whose tests, in all environments together, execute fewer of the lines of the BPF programs;"
                    + " requires `" + ExtensionSettings.COVERAGE + "`.");

    /** All settings, in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            ENVIRONMENTS,
            AUTO_MACHINE,
            TIMEOUT,
            REPORT_DIRECTORY,
            REPORT_ROWS,
            BUILD,
            AGENT_JVM,
            COMPILE,
            COVERAGE_MINIMUM);

    private HarnessSettings() {}
}
