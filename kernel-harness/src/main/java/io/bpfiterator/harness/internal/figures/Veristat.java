// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the CSV of {@code veristat}, the tool in the kernel's selftests. It has no quotes. Its columns
 * depend on the version of the tool and on its options; other columns than those of a {@link Figure} are ignored.
 */
public final class Veristat {

    private static final List<String> FILE = List.of("file_name", "filename", "file");
    private static final List<String> PROGRAM = List.of("prog_name", "progname", "prog");
    private static final String VERDICT = "verdict";
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";

    /** The columns that veristat wrote first, and without which no version of it compares two files. */
    private static final List<Figure> WRITTEN = List.of(
            Figure.VERIFICATION_TIME,
            Figure.VERIFIED_INSTRUCTIONS,
            Figure.TOTAL_STATES,
            Figure.PEAK_STATES,
            Figure.MAX_STATES_PER_INSTRUCTION,
            Figure.LONGEST_MARK_READ);

    private final Path file;
    private final List<String> columns;

    private Veristat(Path file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    /** Returns the CSV of programs. */
    public static String write(List<VerifiedProgram> programs) {
        Stream<String> head = Stream.concat(
                Stream.of(FILE.get(0), PROGRAM.get(0), VERDICT),
                WRITTEN.stream().map(Figure::column));
        return Stream.concat(Stream.of(head), programs.stream().map(Veristat::row))
                .map(row -> row.collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> row(VerifiedProgram program) {
        return Stream.concat(
                Stream.of(program.file(), program.program(), program.loads() ? SUCCESS : FAILURE),
                WRITTEN.stream().map(figure -> String.valueOf(program.figures().getOrDefault(figure, 0L))));
    }

    /**
     * Reads a file.
     *
     * @throws EnvironmentException if it cannot be read, or is not the CSV of veristat
     */
    public static List<VerifiedProgram> read(Path file) {
        List<String> lines = lines(file);
        int head = 0;
        // veristat prints the objects that it cannot open to standard output, too.
        while (head < lines.size() && !isHead(cells(lines.get(head)))) {
            head++;
        }
        if (head == lines.size()) {
            throw invalid(file, "it has no line with veristat's columns, such as file_name,prog_name,verdict");
        }
        Veristat csv = new Veristat(file, cells(lines.get(head)));
        List<VerifiedProgram> programs = new ArrayList<>();
        for (int line = head + 1; line < lines.size(); line++) {
            if (!lines.get(line).isBlank()) {
                programs.add(csv.program(line + 1, cells(lines.get(line))));
            }
        }
        return programs;
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw Failure.failed("Cannot read the figures in " + file)
                    .because(e)
                    .remedy("Check that the file exists and that this user may read it")
                    .exception(EnvironmentException::new);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static boolean isHead(List<String> cells) {
        return cells.stream().anyMatch(FILE::contains)
                && cells.stream().anyMatch(PROGRAM::contains)
                && cells.stream().anyMatch(cell -> Figure.inColumn(cell).isPresent());
    }

    private VerifiedProgram program(int line, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw invalid(file, "line " + line + " has " + cells.size() + " cells for " + columns.size() + " columns");
        }
        Map<String, String> texts = new HashMap<>();
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        for (int i = 0; i < cells.size(); i++) {
            String column = columns.get(i);
            String cell = cells.get(i);
            texts.put(FILE.contains(column) ? FILE.get(0) : PROGRAM.contains(column) ? PROGRAM.get(0) : column, cell);
            Figure.inColumn(column)
                    .ifPresent(figure -> VerifiedProgram.put(figures, figure, number(line, column, cell)));
        }
        return new VerifiedProgram(
                texts.getOrDefault(FILE.get(0), ""),
                texts.getOrDefault(PROGRAM.get(0), ""),
                loads(line, texts.getOrDefault(VERDICT, SUCCESS)),
                figures);
    }

    private boolean loads(int line, String verdict) {
        return switch (verdict) {
            case SUCCESS -> true;
            case FAILURE -> false;
            default -> throw invalid(file, "the verdict in line " + line + " is \"" + verdict + "\"");
        };
    }

    private long number(int line, String column, String cell) {
        try {
            long value = Long.parseLong(cell);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // It is refused below.
        }
        throw invalid(file, column + " in line " + line + " is \"" + cell + "\"");
    }

    private static EnvironmentException invalid(Path file, String cause) {
        return Failure.invalid("Cannot read the figures in " + file)
                .because(cause)
                .remedy("Name a report.json, or the CSV of veristat -o csv or of bpf-iterator check --csv")
                .exception(EnvironmentException::new);
    }
}
