package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.LibbpfLog;

/** Explains why libbpf could not open an object. */
final class OpenFailure {

    private OpenFailure() {}

    static Failure of(ObjectFile file, LibbpfLog log) {
        return Failure.invalid("libbpf cannot open " + file)
                .because(firstWarning(log))
                .remedy("Compile it with clang -O2 -g --target=bpf -c")
                .log(log.text());
    }

    /**
     * Returns libbpf's first warning that is not about a further attempt, which is the nearest to the cause: the later
     * ones report what failed as a result. Empty if libbpf printed none.
     */
    static String firstWarning(LibbpfLog log) {
        return log.warnings()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("Retrying"))
                .map(line -> line.replaceFirst("^libbpf: ", ""))
                .findFirst()
                .orElse("");
    }
}
