// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import org.slf4j.LoggerFactory;

/** Configures SLF4J, which Testcontainers depends on. */
final class Slf4j {

    /** The system property for the level of SLF4J 2's messages about itself. */
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private Slf4j() {}

    /**
     * Initializes SLF4J without its warning that no provider was found: a user without a provider does not want a log.
     */
    static void quieten() {
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
            LoggerFactory.getILoggerFactory();
            System.clearProperty(VERBOSITY);
        }
    }
}
