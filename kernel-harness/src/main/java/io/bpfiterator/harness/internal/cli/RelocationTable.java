// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.internal.btf.CoreRelocation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The uses of kernels' types in an object, with a column for each kernel that says whether it has them. */
final class RelocationTable {

    /**
     * Whether a kernel has what is used.
     *
     * @param has empty if it is not known
     * @param lack what the kernel lacks, so that it refuses a program; empty also for a check, which only says so
     */
    private record Answer(String kernel, Optional<Boolean> has, String lack) {

        static Answer of(CoreRelocation relocation, NamedTypes kernel) {
            Optional<Boolean> has = kernel.types().flatMap(relocation::isIn);
            boolean missing = relocation.isRequired() && !has.orElse(true);
            return new Answer(
                    kernel.release(),
                    has,
                    missing ? relocation.lack(kernel.types().orElseThrow(), kernel.toString()) : "");
        }

        String cell() {
            String found = has.map(is -> is ? "yes" : "no").orElse("unknown");
            return lack.isEmpty() ? found : "missing";
        }
    }

    private record Row(CoreRelocation relocation, List<Answer> answers) {

        String[] cells() {
            return Stream.concat(
                            Stream.of(relocation.name(), relocation.kind()),
                            answers.stream().map(Answer::cell))
                    .toArray(String[]::new);
        }
    }

    private final List<NamedTypes> kernels;
    private final List<Row> rows;

    RelocationTable(List<CoreRelocation> relocations, List<NamedTypes> kernels) {
        this.kernels = kernels;
        this.rows = relocations.stream()
                .map(relocation -> new Row(
                        relocation,
                        kernels.stream()
                                .map(kernel -> Answer.of(relocation, kernel))
                                .toList()))
                .toList();
    }

    /** Returns the table, and after it a line for each thing that a kernel lacks; empty for no rows. */
    Optional<String> text() {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Columns columns = new Columns()
                .row(Stream.concat(Stream.of("CO-RE", "KIND"), kernels.stream().map(NamedTypes::toString))
                        .toArray(String[]::new));
        rows.forEach(row -> columns.row(row.cells()));
        String separator = System.lineSeparator();
        return Optional.of(rows.stream()
                .flatMap(row -> row.answers().stream())
                .map(Answer::lack)
                .filter(lack -> !lack.isEmpty())
                .distinct()
                .collect(Collectors.joining(separator, columns.lines() + separator + separator, ""))
                .strip());
    }

    void write(JsonWriter json) throws IOException {
        json.beginArray();
        for (Row row : rows) {
            json.beginObject().name("name").value(row.relocation().name());
            json.name("kind").value(row.relocation().kind());
            json.name("required").value(row.relocation().isRequired());
            json.name("kernels").beginArray();
            for (Answer answer : row.answers()) {
                json.beginObject().name("kernel").value(answer.kernel());
                if (answer.has().isPresent()) {
                    json.name("has").value(answer.has().get());
                }
                json.name("reason").value(answer.lack()).endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }
}
