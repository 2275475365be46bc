package io.bpfiterator.clang;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs each test in its own JVM, for a user without an entry in passwd, whose home directory is "?" in Java. */
class CompilerOptionsTest {

    /** Prints the cache directory. */
    static final class Cache {
        public static void main(String[] arguments) {
            try {
                System.out.print(CompilerOptions.fromSystemProperties().cache());
            } catch (BpfException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void the_cache_of_a_user_without_an_entry_is_below_HOME() throws Exception {
        assertThat(cache(Map.of("HOME", "/home/someone"))).isEqualTo("/home/someone/.cache/bpf-iterator");
        assertThat(cache(Map.of("HOME", "/home/someone", "XDG_CACHE_HOME", "/caches")))
                .isEqualTo("/caches/bpf-iterator");
    }

    @Test
    void without_a_home_directory_the_user_must_name_a_cache() throws Exception {
        assertThat(cache(Map.of()))
                .isEqualTo("Cannot choose a directory for the cache: this user has no home directory. Name one with"
                        + " -Dbpfiterator.cache=/its/directory.");
    }

    private static String cache(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Duser.home=?",
                "-classpath",
                System.getProperty("java.class.path"),
                Cache.class.getName());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
