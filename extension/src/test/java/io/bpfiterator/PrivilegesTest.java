// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each action succeeds in a process with only its capabilities, and fails without any one of them. The processes have
 * no bpffs at {@code /sys/fs/bpf}.
 */
@NeedsKernel
@EnabledIfIterator("task")
class PrivilegesTest {

    private static final Path DMESG_RESTRICT = Path.of("/proc/sys/kernel/dmesg_restrict");

    @TempDir
    private static Path bpffs;

    private static BpfSession owner;
    private static int mapId;

    /** The results of all actions, by the capabilities of the process. */
    private static final Map<String, Map<PrivilegedAction, String>> RESULTS = new TreeMap<>();

    @BeforeAll
    static void prepare() throws Exception {
        command("mount", "-t", "bpf", "bpf", bpffs.toString());
        owner = BpfSession.open();
        BpfObject maps = owner.open("/inner_map.bpf.o").only().load();
        mapId = maps.map("faults_points").info().id();
        maps.map("faults_points").pin(bpffs.resolve("faults_points"));
        owner.open("/task.bpf.o").load().program("dump_task").attach().pin(bpffs.resolve("tasks"));
    }

    @AfterAll
    static void remove() throws Exception {
        owner.close();
        command("umount", bpffs.toString());
    }

    private static void command(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void suffice(PrivilegedAction action) throws Exception {
        assertThat(result(action, action.capabilities())).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void are_necessary(PrivilegedAction action) throws Exception {
        for (String missing : required(action)) {
            List<String> others = action.capabilities().stream()
                    .filter(capability -> !capability.equals(missing))
                    .toList();
            assertThat(result(action, others))
                    .as("without " + missing)
                    .startsWith("Cannot ")
                    .contains("(EPERM)", missing);
        }
    }

    /** Returns the capabilities that are required with this kernel's settings. */
    private static List<String> required(PrivilegedAction action) throws Exception {
        boolean open = action == PrivilegedAction.KERNEL_MESSAGES
                && Files.readString(DMESG_RESTRICT).strip().equals("0");
        return open ? List.of() : action.capabilities();
    }

    private static String result(PrivilegedAction action, List<String> capabilities) throws Exception {
        String key = String.join(",", capabilities);
        if (!RESULTS.containsKey(key)) {
            RESULTS.put(key, results(capabilities));
        }
        return RESULTS.get(key).get(action);
    }

    /** Does all actions in a process with some capabilities. */
    private static Map<PrivilegedAction, String> results(List<String> capabilities) throws Exception {
        String[] names = capabilities.stream()
                .map(capability -> capability.substring("CAP_".length()).toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /sys/fs/bpf && exec \"$@\"", "sh"));
        command.addAll(Setpriv.only(names));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dbpfiterator.environments=none",
                "-cp",
                System.getProperty("java.class.path"),
                PrivilegedAction.class.getName(),
                bpffs.toString(),
                Integer.toString(mapId)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Map<PrivilegedAction, String> results = new EnumMap<>(PrivilegedAction.class);
        output.lines()
                .map(line -> line.split(": ", 2))
                .forEach(parts -> results.put(PrivilegedAction.valueOf(parts[0]), parts[1]));
        return results;
    }
}
