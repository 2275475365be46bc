package io.bpfiterator.harness.internal.warm;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.harness.internal.wire.Channel;
import io.bpfiterator.harness.internal.wire.Message;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs the code that most tests run, until the JVM has loaded and compiled it. */
final class Training {

    /** More rounds compile more methods, but gain less than they take. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int ROUNDS = 12;

    private Training() {}

    static void run(Path object) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        String selector = "uid:[engine:" + Agent.ENGINE + "]/[class:" + TrainingTest.class.getName() + "]";
        System.setProperty(TrainingTest.OBJECT, object.toString());
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS && System.nanoTime() - start < LIMIT.toNanos(); round++) {
            Channel nowhere = Channel.toHost(InputStream.nullInputStream(), OutputStream.nullOutputStream(), () -> {});
            Agent.train(new Message.Run(List.of(selector), Map.of(), Map.of()), nowhere);
            System.setOut(out);
            System.setErr(err);
        }
        Renewal.rehearse();
        System.clearProperty(TrainingTest.OBJECT);
    }
}
