// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import io.bpfiterator.internal.btf.RecordType;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Converts the rows of a table to Java records, by the names of the columns. */
final class RowMapper<R> {

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            String.class, text -> text,
            Boolean.class, RowMapper::bool,
            Byte.class, text -> hexadecimal(text) ? Byte.decode(text) : Byte.valueOf(text),
            Short.class, text -> hexadecimal(text) ? Short.decode(text) : Short.valueOf(text),
            Integer.class, text -> hexadecimal(text) ? Integer.decode(text) : Integer.valueOf(text),
            Long.class, text -> hexadecimal(text) ? Long.parseUnsignedLong(text.substring(2), 16) : Long.valueOf(text),
            BigInteger.class, text -> hexadecimal(text) ? new BigInteger(text.substring(2), 16) : new BigInteger(text),
            Float.class, Float::valueOf,
            Double.class, Double::valueOf);

    private final RecordType<R> type;
    private final List<Cell> cells;

    /** The column of a record component, and the parser of its cells. */
    private record Cell(int column, String name, Class<?> type, Function<String, Object> parser) {}

    /**
     * Finds the column of each component.
     *
     * @throws io.bpfiterator.failure.BpfException if a component has no column, or its Java type is not supported
     */
    RowMapper(Class<R> recordClass, List<String> columns) {
        this.type = RecordType.of(recordClass);
        this.cells = IntStream.range(0, type.components().size())
                .mapToObj(position -> cell(position, columns))
                .toList();
    }

    private Cell cell(int position, List<String> columns) {
        RecordComponent component = type.components().get(position);
        Class<?> boxed = MethodType.methodType(component.getType()).wrap().returnType();
        Function<String, Object> parser = boxed.isEnum() ? text -> constant(boxed, text) : PARSERS.get(boxed);
        if (parser == null) {
            throw Failure.invalid("Cannot read cells as " + type.path(position))
                    .because("its type " + component.getType().getSimpleName() + " is not supported")
                    .remedy("Use String, boolean, a number or an enum")
                    .exception();
        }
        int column = column(component.getName(), columns);
        if (column < 0) {
            throw Failure.notFound("Cannot find a column for " + type.path(position))
                    .because(
                            columns.isEmpty()
                                    ? "the table has no header"
                                    : "the header names " + String.join(", ", columns))
                    .exception();
        }
        return new Cell(column, columns.get(column), component.getType(), parser);
    }

    /** Prefers a column with exactly the same name to one that differs in case or separators. */
    private static int column(String component, List<String> columns) {
        String snakeCase = RecordType.snakeCase(component);
        String lowerCase = component.toLowerCase(Locale.ROOT);
        return Stream.<Predicate<String>>of(
                        component::equals, column -> normalized(column).equals(snakeCase), column -> normalized(column)
                                .equals(lowerCase))
                .mapToInt(same -> IntStream.range(0, columns.size())
                        .filter(i -> same.test(columns.get(i)))
                        .findFirst()
                        .orElse(-1))
                .filter(position -> position >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static String normalized(String column) {
        return column.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Converts a row.
     *
     * @param position the row's position, for error messages
     */
    R map(Table.Row row, int position) {
        return type.create(
                cells.stream().map(cell -> value(cell, row, position)).toArray());
    }

    private static Object value(Cell cell, Table.Row row, int position) {
        String text = row.find(cell.column())
                .orElseThrow(() -> Failure.invalid("Row " + position + " has no cell in column " + cell.name())
                        .because("it has only " + Count.of(row.cells().size(), "cell"))
                        .details(row.toString())
                        .exception());
        try {
            return cell.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("Cannot read \"" + text + "\" in row " + position + ", column " + cell.name())
                    .because("it is not a valid " + cell.type().getSimpleName())
                    .details(row.toString())
                    .causedBy(e)
                    .exception();
        }
    }

    private static boolean hexadecimal(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** Uses a raw type, because the compiler does not know that {@code type} is an enum. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object constant(Class<?> type, String text) {
        return Enum.valueOf((Class) type, text);
    }
}
