// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.container.ContainerProvider;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.harness.internal.vm.VmProvider;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of settings, their documentation and the rest of the code are consistent. */
class SettingsDocumentTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCUMENT = ROOT.resolve("docs/settings.md");
    private static final Path GENERATED = Path.of("target", "settings.md");

    private static final Pattern KEY = Pattern.compile("\"(-D)?bpfiterator\\.[a-z]");

    private static final Map<String, List<Setting<?>>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("Extension", ExtensionSettings.ALL);
        TABLES.put("Kernel harness", HarnessSettings.ALL);
        TABLES.put("Containers", new ContainerProvider().settings());
        TABLES.put("Virtual machines", new VmProvider().settings());
    }

    private static Stream<Setting<?>> all() {
        return TABLES.values().stream().flatMap(List::stream);
    }

    @Test
    void the_document_matches_the_tables() throws IOException {
        Files.writeString(GENERATED, document());

        assertThat(Files.readString(DOCUMENT))
                .as("docs/settings.md is generated; to renew it: cp kernel-harness/target/settings.md docs/settings.md")
                .isEqualTo(document());
    }

    @Test
    void each_description_is_one_sentence() {
        assertThat(all().map(Setting::meaning))
                .allSatisfy(text -> assertThat(text).matches("[A-Z].*\\.").doesNotContainPattern("\\. [A-Z]"));
    }

    @Test
    void each_default_is_valid() {
        assertThat(all().filter(setting -> setting.defaultText().isPresent()))
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.type()
                                .parser()
                                .apply(setting.defaultText().orElseThrow()))
                        .isPresent());
    }

    @Test
    void each_key_is_declared_once() {
        assertThat(all().map(Setting::key)).doesNotHaveDuplicates().allMatch(key -> key.startsWith(Setting.PREFIX));
    }

    @Test
    void the_extension_recognizes_the_keys_of_the_harness() {
        assertThat(all().filter(setting -> !ExtensionSettings.ALL.contains(setting)))
                .allSatisfy(setting -> assertThat(ExtensionSettings.OF_HARNESS)
                        .anySatisfy(own -> assertThat(setting.key()).startsWith(own)));
        assertThat(ExtensionSettings.ALL).allSatisfy(setting -> assertThat(ExtensionSettings.OF_HARNESS)
                .noneSatisfy(own -> assertThat(setting.key()).startsWith(own)));
    }

    @Test
    void no_key_is_written_outside_the_tables() {
        List<String> withKeys = Stream.of("extension", "kernel-harness")
                .flatMap(module -> below(ROOT.resolve(module).resolve("src/main/java"), ".java"))
                .filter(file -> KEY.matcher(read(file)).find())
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();

        assertThat(withKeys)
                .containsExactly(
                        "ContainerParameters.java",
                        "ExtensionSettings.java",
                        "HarnessSettings.java",
                        "KernelSettings.java",
                        "VmSettings.java");
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
                # Settings

                A setting is a configuration parameter of JUnit: a line in `junit-platform.properties`, or a system \
                property
                (`mvn test -Dbpfiterator.report=always`). Those marked with * are system properties only.

                A key that begins with `bpfiterator.` and is not listed here, or a value that is not allowed, fails
                the tests that use BPF.
                """);
        TABLES.forEach((title, settings) -> {
            text.append("\n## ").append(title).append("\n\n");
            text.append("| Setting | Value | Default | |\n| --- | --- | --- | --- |\n");
            settings.forEach(setting -> text.append(row(setting)));
        });
        return text.toString();
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.key() + "`" + (setting.systemPropertyOnly() ? " *" : "") + " | "
                + setting.type().requirement() + " | " + setting.whenUnset() + " | " + setting.meaning() + " |\n";
    }
}
