// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {

    @TempDir
    Path etc;

    @Test
    void reads_mirror_and_keys_from_the_one_line_format() throws Exception {
        Files.writeString(etc.resolve("sources.list"), """
                # deb http://commented.test/debian bookworm main
                deb-src http://sources.test/debian bookworm main
                deb http://other.test/apt bookworm-tools main
                deb [arch=amd64 signed-by=/keys/a.gpg,/keys/b.gpg] http://mirror.test/debian bookworm main contrib # ours
                deb http://mirror.test/security bookworm-security main
                """);

        assertThat(AptSources.in(etc).forSuites(List.of("bullseye", "bullseye-security")))
                .isEqualTo("""
                        Types: deb
                        URIs: http://mirror.test/debian
                        Suites: bullseye
                        Components: main
                        Signed-By: /keys/a.gpg /keys/b.gpg

                        Types: deb
                        URIs: http://mirror.test/security
                        Suites: bullseye-security
                        Components: main
                        """);
    }

    @Test
    void reads_mirror_and_keys_from_stanzas() throws Exception {
        Files.createDirectory(etc.resolve("sources.list.d"));
        Files.writeString(etc.resolve("sources.list.d/debian.sources"), """
                Types: deb
                URIs: http://off.test/debian
                Suites: trixie
                Components: main
                Enabled: no

                # the real one
                types: deb deb-src
                URIs: http://mirror.test/debian
                # as of today
                Suites: trixie trixie-updates
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 mDMEY865UxYJKwYBBAHaRw8BAQdAd7Z0srwuhlB6JKFkcf4HU4SSS
                 -----END PGP PUBLIC KEY BLOCK-----
                """);

        assertThat(AptSources.in(etc).forSuites(List.of("sid"))).isEqualTo("""
                        Types: deb
                        URIs: http://mirror.test/debian
                        Suites: sid
                        Components: main
                        Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----
                         .
                         mDMEY865UxYJKwYBBAHaRw8BAQdAd7Z0srwuhlB6JKFkcf4HU4SSS
                         -----END PGP PUBLIC KEY BLOCK-----
                        """);
    }

    @Test
    void leaves_out_a_stanza_without_an_address() throws Exception {
        Files.createDirectory(etc.resolve("sources.list.d"));
        Files.writeString(etc.resolve("sources.list.d/debian.sources"), """
                Types: deb
                Suites: trixie
                Components: main

                Types: deb
                URIs: http://mirror.test/debian
                Suites: trixie
                Components: main
                """);

        assertThat(AptSources.in(etc).forSuites(List.of("sid"))).contains("URIs: http://mirror.test/debian\n");
    }

    @Test
    void leaves_out_the_security_archive_if_the_machine_does_not_use_it() throws Exception {
        Files.writeString(etc.resolve("sources.list"), "deb http://mirror.test/debian stable main\n");

        assertThat(AptSources.in(etc).forSuites(List.of("trixie", "trixie-security")))
                .contains("Suites: trixie\n")
                .doesNotContain("security");
    }

    @Test
    void refuses_the_sources_of_another_distribution() throws Exception {
        Files.writeString(etc.resolve("sources.list"), "deb http://mirror.test/ubuntu noble main\n");

        assertThatThrownBy(() -> AptSources.in(etc).forSuites(List.of("trixie")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot fetch a kernel from Debian: no source of apt in " + etc);
    }
}
