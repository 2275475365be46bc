package io.bpfiterator.reader;

import io.bpfiterator.btf.RecordType;
import io.bpfiterator.failure.BpfException;
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

/** Turns the rows of a table into Java records by the columns' names. */
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

    /** Where a component's text is, and how it is read. */
    private record Cell(int column, String name, Class<?> type, Function<String, Object> parser) {}

    /**
     * Finds the column of each component.
     *
     * @throws BpfException if there is none, or its Java type can't be read from a text
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
            throw new BpfException(
                    type.path(position) + " is of type " + component.getType().getSimpleName()
                            + ", which no cell can be read as; use String, boolean, a number or an enum");
        }
        int column = column(component.getName(), columns);
        if (column < 0) {
            throw new BpfException(type.path(position) + " has no column of its name; "
                    + (columns.isEmpty()
                            ? "the table has no header"
                            : "the header names " + String.join(", ", columns)));
        }
        return new Cell(column, columns.get(column), component.getType(), parser);
    }

    /** Prefers the column of the very name to one that writes it in another way. */
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
     * Reads a row.
     *
     * @param position the row's position, for the error
     */
    R map(Table.Row row, int position) {
        return type.create(
                cells.stream().map(cell -> value(cell, row, position)).toArray());
    }

    private static Object value(Cell cell, Table.Row row, int position) {
        String text = row.find(cell.column())
                .orElseThrow(() -> new BpfException("Row " + position + " has "
                        + row.cells().size() + " cells, and none in column " + cell.name() + ": " + row));
        try {
            return cell.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw new BpfException(
                    "\"" + text + "\" in row " + position + ", column " + cell.name() + ", is no "
                            + cell.type().getSimpleName() + ": " + row,
                    e);
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

    /** The compiler can't know that a class with {@code isEnum} is one. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object constant(Class<?> type, String text) {
        return Enum.valueOf((Class) type, text);
    }
}
