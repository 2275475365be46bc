package io.bpfiterator.harness.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The archives of classes that HotSpot knows, the best one first. */
enum CdsArchiveKind {

    /**
     * JEP 514. Without compiled code, which is for the processor it was made on and crashes on a lesser one.
     */
    AOT(
            25,
            "-XX:AOTCacheOutput=",
            "-XX:AOTCache=",
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching")),

    /** JEP 350. */
    JSA(17, "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", List.of());

    /** At the addresses that it was made for: to move it takes half a second on an emulated processor. */
    private static final List<String> NOT_MOVED =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

    private final int since;
    private final String making;
    private final String using;
    private final List<String> both;

    CdsArchiveKind(int since, String making, String using, List<String> both) {
        this.since = since;
        this.making = making;
        this.using = using;
        this.both = both;
    }

    /** Tells whether a Java of that version has it. */
    boolean isKnownTo(int javaVersion) {
        return javaVersion >= since;
    }

    /** Returns what makes a JVM write one as it ends. */
    List<String> making(Path archive) {
        List<String> arguments = new ArrayList<>(both);
        arguments.add(making + archive);
        return arguments;
    }

    /** Returns what makes a JVM start from one; what can't be used is left aside. */
    List<String> using(Path archive) {
        List<String> arguments = new ArrayList<>(both);
        arguments.addAll(NOT_MOVED);
        arguments.add(using + archive);
        return arguments;
    }

    /** Returns the end of its files' names. */
    String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
