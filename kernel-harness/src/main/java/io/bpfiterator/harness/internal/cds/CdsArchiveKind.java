// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists the kinds of class-data sharing archives that HotSpot supports, the best one first. */
enum CdsArchiveKind {

    /**
     * An AOT cache as of JEP 514, but without compiled code: it is specific to the CPU of the training run and crashes
     * on a CPU with fewer features.
     */
    AOT(
            25,
            "-XX:AOTCacheOutput=",
            "-XX:AOTCache=",
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching")),

    /** A dynamic archive as of JEP 350. */
    JSA(17, "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", List.of());

    /** Maps the archive at its base addresses: relocating it takes half a second on an emulated CPU. */
    private static final List<String> NO_RELOCATION =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

    private final int since;
    private final String createOption;
    private final String useOption;
    private final List<String> commonArguments;

    CdsArchiveKind(int since, String createOption, String useOption, List<String> commonArguments) {
        this.since = since;
        this.createOption = createOption;
        this.useOption = useOption;
        this.commonArguments = commonArguments;
    }

    /** Returns whether a Java of this feature version supports it. */
    boolean isSupportedBy(int javaVersion) {
        return javaVersion >= since;
    }

    /** Returns the arguments with which a JVM creates an archive when it exits. */
    List<String> createArguments(Path archive) {
        List<String> arguments = new ArrayList<>(commonArguments);
        arguments.add(createOption + archive);
        return arguments;
    }

    /** Returns the arguments with which a JVM uses an archive. A JVM ignores an archive that does not fit. */
    List<String> useArguments(Path archive) {
        List<String> arguments = new ArrayList<>(commonArguments);
        arguments.addAll(NO_RELOCATION);
        arguments.add(useOption + archive);
        return arguments;
    }

    /** Returns the suffix of the names of its files. */
    String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
