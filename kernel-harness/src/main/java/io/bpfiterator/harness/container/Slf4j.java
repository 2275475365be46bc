package io.bpfiterator.harness.container;

import org.slf4j.LoggerFactory;

/** The logging that Testcontainers brings. */
final class Slf4j {

    /** The system property by which SLF4J 2 says less of itself. */
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private Slf4j() {}

    /** Lets SLF4J look for a logger without a complaint if there is none: who hasn't chosen one needs no log. */
    static void quieten() {
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
            LoggerFactory.getILoggerFactory();
            System.clearProperty(VERBOSITY);
        }
    }
}
