// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tests with the output of apt 2.6, or of another version where the name of the test mentions it. */
class AptOutputTest {

    private static final String ABSENT = """
            Ign:1 http://mirror.test/debian sid InRelease
            Err:2 http://mirror.test/debian sid Release
              404  Not Found [IP: 192.0.2.1 80]
            E: The repository 'http://mirror.test/debian sid Release' does not have a Release file.
            """;

    @Nested
    class A_suite_is_absent {

        @Test
        void if_the_mirror_has_no_release_file() {
            assertThat(new AptOutput(100, ABSENT).absentSuites()).containsExactly("sid");
            assertThat(new AptOutput(100, ABSENT).failure()).isEmpty();
        }

        @Test
        void if_the_mirror_no_longer_has_it() {
            AptOutput output = new AptOutput(100, ABSENT.replace("does not have", "no longer has"));

            assertThat(output.absentSuites()).containsExactly("sid");
            assertThat(output.failure()).isEmpty();
        }

        @Test
        void if_a_mirror_in_a_directory_has_no_release_file() {
            AptOutput output = new AptOutput(100, """
                    Err:2 file:/srv/debian sid Release
                      File not found - /srv/debian/dists/sid/Release (2: No such file or directory)
                    E: The repository 'file:/srv/debian sid Release' does not have a Release file.
                    """);

            assertThat(output.absentSuites()).containsExactly("sid");
        }

        @Test
        void if_a_newer_version_of_apt_spells_out_the_severity() {
            assertThat(new AptOutput(100, ABSENT.replace("E: ", "Error: ")).absentSuites())
                    .containsExactly("sid");
        }
    }

    @Nested
    class A_failure {

        @Test
        void is_a_connection_that_broke_before_the_request_for_the_release_file() {
            AptOutput output = new AptOutput(100, ABSENT.replace("404  Not Found", "Could not resolve 'mirror.test'"));

            assertThat(output.absentSuites()).isEmpty();
            assertThat(output.failure())
                    .hasValue("The repository 'http://mirror.test/debian sid Release' does not have a Release file."
                            + " (Could not resolve 'mirror.test' [IP: 192.0.2.1 80])");
        }

        @Test
        void is_a_missing_key_even_if_another_suite_is_absent() {
            AptOutput output = new AptOutput(100, ABSENT + """
                    W: GPG error: http://mirror.test/debian trixie InRelease: The following signatures couldn't be \
                    verified because the public key is not available: NO_PUBKEY A0129568B04DA82E
                    E: The repository 'http://mirror.test/debian trixie InRelease' is not signed.
                    """);

            assertThat(output.absentSuites()).containsExactly("sid");
            assertThat(output.failure()).hasValueSatisfying(cause -> assertThat(cause)
                    .startsWith("GPG error: ")
                    .endsWith(" NO_PUBKEY A0129568B04DA82E")
                    .matches(AptOutput::isAboutSignatures));
        }

        @Test
        void is_a_failed_transfer_that_apt_before_2_5_only_warns_about() {
            AptOutput output = new AptOutput(0, """
                    W: Failed to fetch http://mirror.test/debian/dists/sid/InRelease  Could not connect
                    W: Some index files failed to download. They have been ignored, or old ones used instead.
                    """);

            assertThat(output.failure())
                    .hasValue("Failed to fetch http://mirror.test/debian/dists/sid/InRelease  Could not connect")
                    .hasValueSatisfying(cause ->
                            assertThat(AptOutput.isAboutSignatures(cause)).isFalse());
        }

        @Test
        void is_an_exit_status_without_a_message() {
            assertThat(new AptOutput(100, "").failure()).hasValue("it printed nothing, and its exit status is 100");
            assertThat(new AptOutput(134, "Reading package lists...\nAborted\n").failure())
                    .hasValue("Aborted");
        }

        @Test
        void is_not_a_warning() {
            assertThat(new AptOutput(0, "W: Key is stored in legacy trusted.gpg keyring\n").failure())
                    .isEmpty();
        }
    }
}
