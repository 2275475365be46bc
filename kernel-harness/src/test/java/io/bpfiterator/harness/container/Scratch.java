package io.bpfiterator.harness.container;

import io.bpfiterator.harness.environment.*;
import java.nio.file.*;
import java.util.*;

final class Scratch {
    public static void main(String[] a) throws Exception {
        List<Path> cp = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(Files::exists)
                .toList();
        String cps = System.getProperty("java.class.path");
        for (int i = 0; i < 3; i++) {
            Path dir = Files.createTempDirectory("h4x");
            List<String> jvm = new ArrayList<>(List.of(
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", cps, Inside.class.getName()));
            jvm.addAll(Arrays.asList(a));
            long t0 = System.nanoTime();
            Environment e = new ContainerProvider()
                    .environment(
                            System.getProperty("env", "container"), n -> Optional.ofNullable(System.getProperty(n)))
                    .get();
            RunningEnvironment r =
                    e.start(new AgentLaunch(jvm, cp, Path.of("").toAbsolutePath(), dir, Map.of("OF_THE_TEST", "yes")));
            long t1 = System.nanoTime();
            System.out.println(r.description() + " started after " + (t1 - t0) / 1000000);
            System.out.println(r.ended().get() + " after " + (System.nanoTime() - t1) / 1000000);
            System.out.println(r.lastOutput());
            long t2 = System.nanoTime();
            r.close();
            System.out.println("closed after " + (System.nanoTime() - t2) / 1000000);
            Files.delete(dir);
        }
    }
}
