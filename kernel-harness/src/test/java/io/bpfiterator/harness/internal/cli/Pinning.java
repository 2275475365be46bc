// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Shares a fixture for pins between the tests of a class. */
abstract class Pinning {

    @TempDir
    static Path temporary;

    static PinFixture fixture;

    @BeforeAll
    static void create_fixture() throws Exception {
        fixture = new PinFixture(temporary);
    }

    @AfterAll
    static void close_fixture() {
        fixture.close();
    }
}
