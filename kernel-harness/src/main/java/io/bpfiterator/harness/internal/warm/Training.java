// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs tests that do what most tests do, until the JVM has loaded and compiled the code that they need. */
final class Training {

    /** The system property that names the object of the tests. */
    static final String OBJECT_PROPERTY = "training.object";

    static final String OBJECT = "${" + OBJECT_PROPERTY + "}";

    static final List<Class<?>> TESTS =
            List.of(IteratorTraining.class, SessionTraining.class, AssertionTraining.class, SystemTraining.class);

    /**
     * More rounds compile more methods, but gain less than they take. There is no time limit, since a busy machine must
     * not make agents that are less warm.
     */
    private static final int ROUNDS = 6;

    private Training() {}

    static void run(Path object) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setProperty(OBJECT_PROPERTY, object.toString());
        for (int round = 0; round < ROUNDS; round++) {
            Channel nowhere = Channel.toHost(InputStream.nullInputStream(), OutputStream.nullOutputStream(), () -> {});
            Agent.train(new Message.Run(selectors(), Map.of(), Map.of()), nowhere);
            System.setOut(out);
            System.setErr(err);
        }
        Renewal.rehearse();
        System.clearProperty(OBJECT_PROPERTY);
    }

    /** Selects each test class by its unique id, as a run does. */
    private static List<String> selectors() {
        return TESTS.stream()
                .map(test -> "uid:[engine:" + Agent.ENGINE + "]/[class:" + test.getName() + "]")
                .toList();
    }
}
