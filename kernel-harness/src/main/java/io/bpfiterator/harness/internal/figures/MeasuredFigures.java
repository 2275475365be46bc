// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.internal.figures.RunFigures;
import io.bpfiterator.iterator.Complexity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the programs of an environment. The components have the names that they have in the JSON.
 *
 * @param programs each program once, in the order of their names
 */
public record MeasuredFigures(List<ProgramFigures> programs) {

    private static final Gson GSON = new Gson();

    private static final Comparator<RunFigures.Program> BY_NAME =
            Comparator.comparing(RunFigures.Program::object).thenComparing(RunFigures.Program::name);

    @SuppressWarnings("NullAway") // Gson passes null for a member that is absent.
    public MeasuredFigures {
        if (programs == null) {
            throw new IllegalArgumentException("figures have no programs");
        }
        programs = List.copyOf(programs);
    }

    /** Returns the figures of the programs that were loaded in this JVM. */
    public static MeasuredFigures ofThisJvm() {
        Stream<ProgramFigures> complexity =
                RunFigures.complexity().entrySet().stream().map(each -> of(each.getKey(), each.getValue(), null, null));
        Stream<ProgramFigures> notMeasured = RunFigures.notMeasured().entrySet().stream()
                .map(each -> of(each.getKey(), null, each.getValue(), null));
        Stream<ProgramFigures> cost =
                RunFigures.cost().entrySet().stream().map(each -> of(each.getKey(), null, null, each.getValue()));
        return sum(Stream.of(complexity, notMeasured, cost).flatMap(part -> part));
    }

    private static ProgramFigures of(
            RunFigures.Program program,
            @Nullable Complexity complexity,
            @Nullable String notMeasured,
            @Nullable Cost cost) {
        return new ProgramFigures(program.object(), program.name(), complexity, notMeasured, cost);
    }

    /** Returns the figures of several runs of an environment, or of modules of a build. */
    public static MeasuredFigures merge(Stream<MeasuredFigures> all) {
        return sum(all.flatMap(each -> each.programs.stream()));
    }

    private static MeasuredFigures sum(Stream<ProgramFigures> all) {
        Map<RunFigures.Program, ProgramFigures> sum = new TreeMap<>(BY_NAME);
        all.forEach(
                each -> sum.merge(new RunFigures.Program(each.object(), each.program()), each, ProgramFigures::with));
        return new MeasuredFigures(List.copyOf(sum.values()));
    }

    /** Returns these figures as JSON. */
    public String toJson() {
        return GSON.toJson(this);
    }

    /** @throws JsonParseException if the text is not the JSON of figures */
    public static MeasuredFigures ofJson(String json) {
        try {
            @Nullable MeasuredFigures figures = GSON.fromJson(json, MeasuredFigures.class);
            if (figures == null) {
                throw new JsonParseException("figures have no content");
            }
            return figures;
        } catch (JsonParseException e) {
            throw e;
        } catch (RuntimeException e) {
            // Of a record's constructor.
            throw new JsonParseException(e);
        }
    }
}
