// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the coverage of programs.
 *
 * <pre>{@code
 * assertThat(object.coverage()).line("task.bpf.c", 26).isHit();
 * assertThat(object.coverage()).function("dump_task").isHit();
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class CoverageAssert extends BpfAssert<CoverageAssert, Coverage> {

    /** Starts assertions on the coverage of programs. */
    public CoverageAssert(@Nullable Coverage actual) {
        super(actual, CoverageAssert.class);
    }

    /**
     * Navigates to a line. Fails if the line has no instructions in these programs.
     *
     * @param file the last part of the source's path, or more of it: {@code task.bpf.c}
     */
    public final CoverageStateAssert line(String file, int number) {
        List<Coverage.Line> lines = required().lines().stream()
                .filter(line -> line.file().equals(file) || line.file().endsWith("/" + file))
                .toList();
        if (lines.isEmpty()) {
            throw failure(
                    "Expected lines of %s in the coverage, but it has only those of %s",
                    file,
                    actual.lines().stream().map(Coverage.Line::file).distinct().toList());
        }
        String line = "line " + number + " of " + file;
        return latest(lines.stream()
                        .filter(candidate -> candidate.number() == number)
                        .map(Coverage.Line::state))
                .map(state -> state(state, line))
                .orElseThrow(() -> failure(
                        "Expected instructions of %s, but only these lines have some: %s",
                        line,
                        lines.stream()
                                .map(candidate -> String.valueOf(candidate.number()))
                                .collect(Collectors.joining(", "))));
    }

    /** Navigates to a function: a program, a subprogram or a callback. Fails if no program has it. */
    public final CoverageStateAssert function(String name) {
        return latest(required().functions().stream()
                        .filter(function -> function.name().equals(name))
                        .map(Coverage.Function::state))
                .map(state -> state(state, "function " + name))
                .orElseThrow(() -> failure(
                        "Expected function %s in the coverage, but it has only %s",
                        name,
                        actual.functions().stream().map(Coverage.Function::name).toList()));
    }

    private static Optional<State> latest(Stream<State> states) {
        return states.max(Comparator.naturalOrder());
    }

    private CoverageStateAssert state(State state, String part) {
        return navigate(state, State.class, CoverageStateAssert.class, CoverageStateAssert::new)
                .as(part);
    }
}
