// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.support.Scripts;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the machine's apt against a mirror with two suites, of which the second has the newer kernel. */
@NeedsMachines
class AptSuitesTest {

    private static final String OLD = "6.1.176-1";
    private static final String CURRENT = "6.1.192-1";

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();
    private FakeMirror mirror;
    private SigningKey key;
    private Path keyring;

    @BeforeEach
    void start_mirror() throws Exception {
        mirror = new FakeMirror(FakeMirror.architecture());
        key = new SigningKey();
        keyring = Files.writeString(directory.resolve("archive.asc"), key.publicKey());
        add("bookworm", "6.1.0-40", OLD);
        mirror.sign("bookworm", key);
    }

    @AfterEach
    void stop_mirror() {
        mirror.close();
    }

    private void add(String suite, String release, String version) throws Exception {
        mirror.metapackageIn(suite, "linux-image-", version, mirror.kernelIn(suite, release, "", version));
    }

    private void addSecurity() throws Exception {
        add("bookworm-security", "6.1.0-44", CURRENT);
    }

    @Test
    void uses_the_newest_kernel_of_two_suites_signed_by_a_known_key() throws Exception {
        addSecurity();
        mirror.sign("bookworm-security", key);

        assertThat(kernels().kernel("6.1").description()).endsWith(CURRENT);
        assertThat(progress).noneMatch(line -> line.contains(" using "));
    }

    @Nested
    class A_suite_is_not_absent {

        @BeforeEach
        void add_the_newer_kernel() throws Exception {
            addSecurity();
        }

        @Test
        void if_it_has_no_signature() {
            assertNotFetched()
                    .hasMessageStartingWith("apt cannot update the package lists of bookworm and bookworm-security:"
                            + " The repository 'http://127.0.0.1:")
                    .hasMessageEndingWith(" bookworm-security Release' is not signed. Install the keys of that archive"
                            + " (apt-get install debian-archive-keyring), or correct Signed-By in apt's sources, or"
                            + " use another kernel: vm:/path/to/bzImage or vm:host.");
        }

        @Test
        void if_its_key_is_unknown() throws Exception {
            SigningKey other = new SigningKey();
            mirror.sign("bookworm-security", other);

            assertNotFetched()
                    .hasMessageContaining(": GPG error: http://127.0.0.1:")
                    .hasMessageContaining("NO_PUBKEY " + other.id())
                    .hasMessageContaining(". Install the keys of that archive ");
        }

        @Test
        void if_the_mirror_forbids_access() {
            mirror.refuse("/dists/bookworm-security/", 403);

            assertNotFetched()
                    .hasMessageContaining(": Failed to fetch http://127.0.0.1:")
                    .hasMessageContaining("/dists/bookworm-security/InRelease  403  Forbidden")
                    .hasMessageContaining(". Check the network and the proxy, or ");
        }

        @Test
        void if_the_mirror_fails() {
            mirror.refuse("/dists/bookworm-security/", 503);

            assertNotFetched().hasMessageContaining("503").hasMessageContaining(". Check the network and the proxy");
        }

        @Test
        void if_only_another_suite_is() {
            assertThatThrownBy(() -> kernels("bookworm", "no-such-suite", "bookworm-security")
                            .kernel("6.1"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining(" bookworm-security Release' is not signed. Install the keys");
        }

        private AbstractThrowableAssert<?, ?> assertNotFetched() {
            return assertThatThrownBy(() -> kernels().kernel("6.1"))
                    .isInstanceOfSatisfying(EnvironmentException.class, refused -> assertThat(refused.isUnavailable())
                            .isTrue());
        }
    }

    @Nested
    class A_kernel_that_may_be_out_of_date_is_reported {

        @Test
        void if_the_mirror_lacks_a_suite() throws Exception {
            String reason = "Kernel 6.1: using " + OLD
                    + ", which may be out of date: the mirror has no"
                    + " suite bookworm-security. Add what is missing to apt's sources in " + directory.resolve("etc")
                    + ".";

            kernels().kernel("6.1");
            assertThat(progress).last().isEqualTo(reason);

            progress.clear();
            kernels().kernel("6.1");
            assertThat(progress).singleElement().asString().startsWith(reason + " Last checked at ");
        }

        @Test
        void if_the_machine_does_not_use_the_security_archive() throws Exception {
            addSecurity();
            mirror.sign("bookworm-security", key);
            Path etc = mirror.etc(directory.resolve("etc"), "signed-by=" + keyring, "bookworm");

            kernels(etc, Path.of("/usr/bin"), Clock.systemUTC()).kernel("6.1");

            assertThat(progress)
                    .last()
                    .isEqualTo("Kernel 6.1: using " + OLD + ", which may be out of date: apt's sources"
                            + " have no mirror of Debian's security archive for bookworm-security. Add what is missing"
                            + " to apt's sources in " + etc + ".");
        }

        @Test
        void if_a_newer_one_cannot_be_downloaded() throws Exception {
            kernels().kernel("6.1");
            addSecurity();
            mirror.sign("bookworm-security", key);
            mirror.refuse("/pool/linux-image-6.1.0-44", 503);
            progress.clear();

            assertThat(kernels(tomorrow()).kernel("6.1").description()).endsWith(OLD);

            assertThat(progress)
                    .last()
                    .asString()
                    .startsWith("Kernel 6.1: using " + OLD + " from the cache instead of the newer " + CURRENT
                            + ". Fetching failed: apt cannot download linux-image-6.1.0-44-")
                    .contains("503");
        }

        @Test
        void while_a_suite_has_no_signature() throws Exception {
            kernels().kernel("6.1");
            addSecurity();
            progress.clear();

            kernels(tomorrow()).kernel("6.1");
            assertThat(progress)
                    .last()
                    .asString()
                    .startsWith(
                            "Kernel 6.1: using " + OLD + " from the cache, which may be out of date. Checking failed:"
                                    + " apt cannot update the package lists")
                    .contains(" is not signed. Install the keys ");

            mirror.sign("bookworm-security", key);
            assertThat(kernels(tomorrow()).fetch("6.1").description()).endsWith(CURRENT);
            progress.clear();
            kernels(tomorrow()).kernel("6.1");
            assertThat(progress).isEmpty();
        }

        private Clock tomorrow() {
            return Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        }
    }

    @Nested
    class A_failed_program_is_not_treated_as_an_empty_result {

        @Test
        void apt_config() throws Exception {
            assertFails("apt-config", "E: Syntax error /etc/apt/apt.conf:6: Extra junk at end of file")
                    .hasMessage("apt-config dump failed: Syntax error /etc/apt/apt.conf:6: Extra junk at end of file."
                            + " Correct apt's configuration, or use another kernel: vm:/path/to/bzImage or vm:host.");
        }

        @Test
        void apt_cache() throws Exception {
            assertFails("apt-cache", "E: The package lists or status file could not be parsed or opened.")
                    .hasMessageStartingWith(
                            "apt-cache show failed: The package lists or status file could not be parsed or opened. ");
        }

        private AbstractThrowableAssert<?, ?> assertFails(String program, String error) throws Exception {
            Path programs = Files.createDirectory(directory.resolve("bin"));
            for (String name : List.of("apt-get", "apt-cache", "apt-config")) {
                String action = name.equals(program)
                        ? "echo '" + error + "' >&2\nexit 100\n"
                        : "exec /usr/bin/" + name + " \"$@\"\n";
                Scripts.executable(programs.resolve(name), "#!/bin/sh\n" + action);
            }
            return assertThatThrownBy(
                            () -> kernels(etc(), programs, Clock.systemUTC()).kernel("6.1"))
                    .isInstanceOf(EnvironmentException.class);
        }
    }

    @Test
    void the_origin_of_a_kernel_is_the_mirror_or_the_cache() throws Exception {
        assertThat(kernels().origin("6.1"))
                .isEqualTo("Debian's bookworm and bookworm-security, to be downloaded with apt");
        kernels().kernel("6.1");
        assertThat(kernels().origin("6.1"))
                .isEqualTo("Debian's linux-image-6.1.0-40-" + FakeMirror.architecture() + " " + OLD + ", cached");
    }

    private Path etc() throws Exception {
        return mirror.etc(directory.resolve("etc"), "signed-by=" + keyring, "bookworm", "bookworm-security");
    }

    private DebianKernels kernels(String... suites) throws Exception {
        return suites.length == 0
                ? kernels(Clock.systemUTC())
                : new DebianKernels(
                        directory.resolve("kernels"),
                        etc(),
                        Path.of("/usr/bin"),
                        List.of(new DebianSeries("6.1", List.of(suites))),
                        Clock.systemUTC(),
                        progress::add);
    }

    private DebianKernels kernels(Clock clock) throws Exception {
        return kernels(etc(), Path.of("/usr/bin"), clock);
    }

    private DebianKernels kernels(Path etc, Path programs, Clock clock) {
        return new DebianKernels(
                directory.resolve("kernels"),
                etc,
                programs,
                List.of(new DebianSeries("6.1", List.of("bookworm", "bookworm-security"))),
                clock,
                progress::add);
    }
}
