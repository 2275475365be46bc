// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the figures of the same programs on the same kernel at two times. */
public final class Comparison {

    /** What has become of a program, or of one of its figures. */
    public enum Kind {
        /** It is larger. */
        GREW,
        /** It is smaller. */
        SHRANK,
        /** The kernel refuses the program, which it accepted before. */
        REFUSED,
        /** The figures of the program were not measured this time. */
        UNKNOWN,
        /** The program was not there before. */
        NEW,
        /** The program is not there any more. */
        VANISHED
    }

    /**
     * A difference.
     *
     * @param program the object and the program
     * @param figure its name; empty if the difference is one of the program as a whole
     * @param before 0 without a figure
     * @param after 0 without a figure
     */
    public record Change(Kind kind, String program, String figure, long before, long after) {

        /** Returns whether a figure grew by more than a share, or the program does not load any more. */
        public boolean isMoreThan(double share) {
            return kind == Kind.REFUSED || kind == Kind.GREW && after - before > before * share;
        }
    }

    private Comparison() {}

    /** Returns what has changed, in the order of the earlier programs. */
    public static List<Change> of(List<VerifiedProgram> earlier, List<VerifiedProgram> later) {
        Map<String, VerifiedProgram> before = byName(earlier);
        Map<String, VerifiedProgram> after = byName(later);
        List<Change> changes = new ArrayList<>();
        before.forEach((name, program) -> {
            if (after.containsKey(name)) {
                compare(program, after.get(name), changes);
            } else {
                changes.add(new Change(Kind.VANISHED, name, "", 0, 0));
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> changes.add(new Change(Kind.NEW, name, "", 0, 0)));
        return changes;
    }

    /** Several objects may have files of the same name: the most complex program counts. */
    private static Map<String, VerifiedProgram> byName(List<VerifiedProgram> programs) {
        Map<String, VerifiedProgram> byName = new LinkedHashMap<>();
        programs.forEach(program ->
                byName.merge(program.name(), program, (one, other) -> verified(one) >= verified(other) ? one : other));
        return byName;
    }

    private static long verified(VerifiedProgram program) {
        return program.figures().getOrDefault(Figure.VERIFIED_INSTRUCTIONS, 0L);
    }

    private static void compare(VerifiedProgram before, VerifiedProgram after, List<Change> changes) {
        if (before.loads() && !after.loads()) {
            changes.add(new Change(Kind.REFUSED, before.name(), "", 0, 0));
        }
        if (after.figures().isEmpty() && !before.figures().isEmpty()) {
            changes.add(new Change(Kind.UNKNOWN, before.name(), "", 0, 0));
        }
        // The verifier has stopped early in a program that it refused.
        if (before.loads() && after.loads()) {
            before.figures().forEach((figure, old) -> {
                Long now = after.figures().get(figure);
                if (figure.isReproducible() && now != null && !now.equals(old)) {
                    changes.add(
                            new Change(now > old ? Kind.GREW : Kind.SHRANK, before.name(), figure.title(), old, now));
                }
            });
        }
    }
}
