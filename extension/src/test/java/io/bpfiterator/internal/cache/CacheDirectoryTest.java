// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs each test in its own JVM, for a user without an entry in passwd, whose home directory is "?" in Java. */
class CacheDirectoryTest {

    /** Prints the cache directory. */
    static final class Printer {
        public static void main(String[] arguments) {
            try {
                System.out.print(CacheDirectory.path());
            } catch (BpfException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void of_a_user_without_an_entry_in_passwd_is_in_HOME() throws Exception {
        assertThat(path(Map.of("HOME", "/home/someone"))).isEqualTo("/home/someone/.cache/bpf-iterator");
        assertThat(path(Map.of("HOME", "/home/someone", "XDG_CACHE_HOME", "/caches")))
                .isEqualTo("/caches/bpf-iterator");
    }

    @Test
    void is_in_HOME_rather_than_in_the_home_directory_of_passwd() throws Exception {
        assertThat(path(Map.of("HOME", "/home/other"), "/root")).isEqualTo("/home/other/.cache/bpf-iterator");
        assertThat(path(Map.of(), "/root")).isEqualTo("/root/.cache/bpf-iterator");
    }

    @Test
    void must_be_named_by_a_user_without_a_home_directory() throws Exception {
        assertThat(path(Map.of()))
                .isEqualTo("Cannot choose a directory for the cache: this user has no home directory. Name one with"
                        + " -Dbpfiterator.cache=/its/directory.");
    }

    private static String path(Map<String, String> environment) throws Exception {
        return path(environment, "?");
    }

    private static String path(Map<String, String> environment, String homeInPasswd) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Duser.home=" + homeInPasswd,
                "-classpath",
                System.getProperty("java.class.path"),
                Printer.class.getName());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
