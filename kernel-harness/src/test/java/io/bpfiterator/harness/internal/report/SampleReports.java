// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Creates reports as JSON: a realistic one, one that attacks the page, and large ones. */
final class SampleReports {

    /** A test's name that would close the element of the report if it were not escaped. */
    static final String ATTACK =
            "</script><script>window.attacked = true</script><img src=x onerror='window.attacked = true'>";

    /** The fragment of the address that shows {@link #two} side by side. */
    static final String TWO = "class=Two&test=texts&environment=left&with=right";

    private static final Gson GSON = new Gson();
    static final String EXAMPLES = "io.bpfiterator.examples.";

    /** The environments of the realistic report that have results. */
    static final List<String> KERNELS = List.of("host", "container", "vm:5.10", "vm:6.1", "vm:6.12", "vm:newest");

    private SampleReports() {}

    /** Returns a report of six environments, one of which disagrees, and a seventh that did not start. */
    static String realistic() {
        List<Map<String, Object>> environments = new ArrayList<>(List.of(
                environment("host", "6.18.3+deb14-amd64", "none", "the machine that runs the build", 410, ""),
                environment(
                        "container",
                        "6.18.3+deb14-amd64",
                        "none",
                        "the host's userland in a privileged container",
                        1340,
                        ""),
                machine("5.10", "5.10.0-46-amd64", 7300),
                machine("6.1", "6.1.0-42-amd64", 6920),
                machine("6.12", "6.12.57+deb13-amd64", 7710),
                machine("newest", "6.18.3+deb14-amd64", 8040)));
        environments.add(object(
                "name",
                "vm:oci:quay.io/lvh-images/kernel-images:bpf-next",
                "console",
                "[    0.912341] Run /init as init process\n"
                        + "[    1.204112] 9pnet: Could not find request transport: virtio\n"
                        + "[    1.220034] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100\n",
                "failure",
                "The kernel panicked while it booted: Attempted to kill init! exitcode=0x00000100; the console below"
                        + " shows that it has no virtio transport for 9p. Choose a kernel with CONFIG_NET_9P_VIRTIO."));
        return report(environments, realisticTests());
    }

    private static List<Map<String, Object>> realisticTests() {
        List<Map<String, Object>> tests = new ArrayList<>();
        tests.add(test("TaskIteratorTest", "listsThisProcess(IteratorReader)", 14, SampleTexts::tasks));
        tests.add(test("TaskIteratorTest", "listsAProcessWhileItRuns(IteratorReader)", 38, SampleTexts::tasks));
        tests.add(test("TaskIteratorTest", "[1] threads of this process = 12", 9, kernel -> null));
        tests.add(test("TaskIteratorTest", "[2] threads of this process = 120", 22, kernel -> null));
        tests.add(skipped(
                "CgroupIteratorTest",
                "walksChildrenBeforeParents(IteratorReader)",
                List.of("vm:5.10"),
                "The kernel 5.10.0-46-amd64 has no iterator target cgroup, which requires Linux 6.1"));
        tests.add(skipped(
                "CgroupIteratorTest",
                "walksAncestors(IteratorReader)",
                List.of("vm:5.10"),
                "The kernel 5.10.0-46-amd64 has no iterator target cgroup, which requires Linux 6.1"));
        tests.add(failed(
                "KsymIteratorTest",
                "namesTheModuleOfASymbol(IteratorReader)",
                List.of("vm:6.1"),
                "The verifier rejected program dump_ksym: R3 invalid mem access 'ptr_or_null_'. The program reads"
                        + " through a pointer that may be null. Check it first."));
        tests.add(skipped(
                "KsymIteratorTest",
                "listsWhatKallsymsLists(IteratorReader)",
                List.of("vm:5.10"),
                "The kernel 5.10.0-46-amd64 has no iterator target ksym, which requires Linux 6.0"));
        tests.add(failed(
                "SocketMapIteratorTest",
                "showsBothEndsOfAConnection(IteratorReader, BpfMap)",
                List.of("vm:5.10", "vm:6.1", "vm:6.12", "vm:newest", "host", "container"),
                "expected 2 lines, but there are 1"));
        tests.add(test(
                "HashMapIteratorTest",
                "sumsWhatIsInTheMap(IteratorReader, BpfMap)",
                6,
                kernel -> "1: 10\n2: 32\nsum: 42\n"));
        tests.add(test("HashMapIteratorTest", "isEmptyForAnEmptyMap(IteratorReader)", 4, kernel -> "sum: 0\n"));
        tests.add(test(
                "PerCpuMapIteratorTest", "showsAValueForEachProcessor(IteratorReader)", 7, SampleTexts::processors));
        tests.add(test("BinaryRecordsTest", "readsRecordsInTheKernelsByteOrder(IteratorReader)", 8, kernel -> null));
        tests.add(
                test("NetworkNamespaceTest", "listensInANetworkOfItsOwn(IteratorReader)", 1240, SampleTexts::sockets));
        return tests;
    }

    /** Returns a report in which each text is markup or invisible. */
    static String hostile() {
        String unseen = "\0\u0007\u001b[31mred\u001b[0m \u202ereversed\u202c \ud800 \udfff \uD83D\uDC1D café\r\n";
        Map<String, Object> environment = object(
                "name",
                ATTACK,
                "kernel",
                ATTACK,
                "architecture",
                ATTACK,
                "details",
                object(ATTACK, ATTACK),
                "java",
                ATTACK,
                "description",
                ATTACK,
                "startMilliseconds",
                1,
                "console",
                ATTACK,
                "failure",
                ATTACK);
        Map<String, Object> other = object("name", "other");
        Map<String, Object> result = object(
                "environment",
                ATTACK,
                "status",
                "failed",
                "reason",
                ATTACK,
                "failure",
                object("message", ATTACK, "trace", ATTACK),
                "sections",
                List.of(
                        object("title", ATTACK, "text", ATTACK),
                        object("title", "unseen", "text", unseen),
                        object("title", "long", "text", "x".repeat(300_000)),
                        object("title", "\ud800", "text", "{{script}} ${report} $1 \\1")));
        Map<String, Object> otherResult = object(
                "environment",
                "other",
                "status",
                "passed",
                "sections",
                List.of(
                        object("title", ATTACK, "text", ATTACK + "!"),
                        object("title", "long", "text", "y".repeat(300_000))));
        return report(
                List.of(environment, other),
                List.of(
                        object("class", ATTACK, "name", ATTACK, "results", List.of(result, otherResult)),
                        object("class", "a.Half", "name", "half \ud800 a character", "results", List.of(otherResult))));
    }

    /** Returns a report of one test that printed these texts in two environments. */
    static String two(String left, String right) {
        return report(
                List.of(object("name", "left"), object("name", "right")),
                List.of(object(
                        "class",
                        "Two",
                        "name",
                        "texts",
                        "results",
                        List.of(printed("left", left), printed("right", right)))));
    }

    private static Map<String, Object> printed(String environment, String text) {
        return object(
                "environment",
                environment,
                "status",
                "passed",
                "sections",
                List.of(object("title", "output", "text", text)));
    }

    /** Returns a report of tests that printed similar texts of a length in each environment. */
    static String large(int tests, int environments, int characters) {
        Random random = new Random(5);
        List<String> names = IntStream.range(0, environments)
                .mapToObj(number -> "vm:6." + number)
                .toList();
        return report(
                names.stream()
                        .map(name -> machine(name.substring(3), name.substring(3) + ".0-1-amd64", 7000))
                        .toList(),
                IntStream.range(0, tests)
                        .mapToObj(number -> object(
                                "class",
                                EXAMPLES + "Generated" + number / 20 + "Test",
                                "name",
                                "looksAtTasks" + number + "(IteratorReader)",
                                "results",
                                names.stream()
                                        .map(name -> largeResult(name, number, characters, random))
                                        .toList()))
                        .toList());
    }

    private static Map<String, Object> largeResult(String environment, int number, int characters, Random random) {
        boolean fails = number % 97 == 0 && random.nextInt(3) == 0;
        return object(
                "environment",
                environment,
                "status",
                fails ? "failed" : number % 31 == 0 && environment.equals("vm:6.0") ? "skipped" : "passed",
                "milliseconds",
                random.nextInt(50),
                "failure",
                fails
                        ? object(
                                "message",
                                "expected 3 lines, but there are 2",
                                "trace",
                                SampleTexts.trace(
                                        "java.lang.AssertionError: expected 3 lines, but there are 2",
                                        "Generated",
                                        number))
                        : null,
                "sections",
                List.of(object("title", "tasks", "text", lines(characters, random))));
    }

    private static String lines(int characters, Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < characters) {
            text.append(10_000 + random.nextInt(20_000))
                    .append("    ffff")
                    .append(Long.toHexString(random.nextLong() >>> 16))
                    .append(" task-")
                    .append(random.nextInt(40))
                    .append('\n');
        }
        return text.toString();
    }

    private interface Printed {
        /** Returns what an iterator printed on a kernel, or null if it published nothing. */
        String on(String environment);
    }

    private static Map<String, Object> test(String type, String name, int milliseconds, Printed printed) {
        return object(
                "class",
                EXAMPLES + type,
                "name",
                name,
                "results",
                KERNELS.stream()
                        .map(kernel -> passed(kernel, milliseconds, printed))
                        .toList());
    }

    private static Map<String, Object> passed(String kernel, int milliseconds, Printed printed) {
        String text = printed.on(kernel);
        int slower = kernel.startsWith("vm:") ? 9 + kernel.length() % 4 : 1;
        return object(
                "environment",
                kernel,
                "status",
                "passed",
                "milliseconds",
                milliseconds * slower,
                "sections",
                text == null ? null : List.of(object("title", "tasks", "text", text)));
    }

    private static Map<String, Object> skipped(String type, String name, List<String> on, String reason) {
        return object(
                "class",
                EXAMPLES + type,
                "name",
                name,
                "results",
                KERNELS.stream()
                        .map(kernel -> on.contains(kernel)
                                ? object(
                                        "environment", kernel, "status", "skipped", "milliseconds", 0, "reason", reason)
                                : passed(kernel, 11, SampleTexts::tasks))
                        .toList());
    }

    private static Map<String, Object> failed(String type, String name, List<String> on, String message) {
        return object(
                "class",
                EXAMPLES + type,
                "name",
                name,
                "results",
                KERNELS.stream()
                        .map(kernel -> on.contains(kernel)
                                ? object(
                                        "environment",
                                        kernel,
                                        "status",
                                        "failed",
                                        "milliseconds",
                                        420,
                                        "failure",
                                        object(
                                                "message",
                                                message,
                                                "trace",
                                                SampleTexts.trace(
                                                        "io.bpfiterator.failure.BpfException: " + message, type, 47)),
                                        "sections",
                                        List.of(
                                                object(
                                                        "title",
                                                        "bpf log of the failure",
                                                        "text",
                                                        SampleTexts.VERIFIER_LOG),
                                                object(
                                                        "title",
                                                        "kernel messages",
                                                        "text",
                                                        "[   12.40912] bpf: ksym iterator opened by pid 312\n"
                                                                + "[   12.40988] bpf: closed\n")))
                                : passed(kernel, 11, SampleTexts::tasks))
                        .toList());
    }

    private static Map<String, Object> machine(String series, String release, int start) {
        return environment(
                "vm:" + series,
                release,
                "TCG (no /dev/kvm)",
                "Debian's linux-image-" + release + " in QEMU with 1 CPU and 1024 MB",
                start,
                "[    0.000000] Linux version " + release + "\n[    0.004000] Command line: console=hvc0 panic=-1\n"
                        + "[    1.840221] Run /init as init process\n"
                        + "[    2.411120] 9pnet: Installing 9P2000 support\n");
    }

    private static Map<String, Object> environment(
            String name, String kernel, String acceleration, String description, int start, String console) {
        return object(
                "name",
                name,
                "kernel",
                kernel,
                "architecture",
                "amd64",
                "details",
                acceleration == null ? null : object("Acceleration", acceleration),
                "java",
                "17.0.15",
                "description",
                description,
                "startMilliseconds",
                start,
                "console",
                console,
                "failure",
                null);
    }

    private static String report(List<Map<String, Object>> environments, List<Map<String, Object>> tests) {
        return GSON.toJson(object(
                "format",
                "bpf-iterator report",
                "version",
                1,
                "created",
                "2026-11-28T12:00:00Z",
                "environments",
                environments,
                "tests",
                tests));
    }

    /** Returns an object of alternating names and values; Gson leaves out null values. */
    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
