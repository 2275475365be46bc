package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.BtfType;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The global variables of an object, as its BTF tells their places. */
record GlobalVariables(ObjectDescription object) {

    /** The formats that libbpf's macros for printing hide in a program. */
    private static final Pattern FORMAT = Pattern.compile(".*\\.___fmt(\\.\\d+)?");

    /** Where a variable lies: in which map, at which byte, and of which type. */
    record Location(String name, ObjectDescription.Map map, int offset, int typeId, Btf btf) {

        <T> Codec<T> codec(Class<T> type) {
            return Codec.of(type, btf, typeId, "Global variable " + name);
        }

        int size() {
            return btf.sizeOf(typeId);
        }

        /** Returns a value as the variable's bytes. */
        byte[] encoded(Object value) {
            Object given = withoutLists(value);
            return encoded(codec(given.getClass()), given);
        }

        /** Makes arrays of lists, whose class does not tell what they hold. */
        private static Object withoutLists(Object value) {
            if (!(value instanceof List<?> list) || list.isEmpty()) {
                return value;
            }
            List<Object> elements = list.stream().map(Location::withoutLists).toList();
            Object array = Array.newInstance(elements.get(0).getClass(), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(array, i, elements.get(i));
            }
            return array;
        }

        @SuppressWarnings("unchecked")
        private <T> byte[] encoded(Codec<T> codec, Object value) {
            try {
                return codec.encode((T) value);
            } catch (BpfException e) {
                throw new BpfException("Global variable " + name + ": " + e.getMessage(), e);
            }
        }
    }

    Location find(String name) {
        List<Location> all = all();
        List<Location> found =
                all.stream().filter(location -> location.name().equals(name)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new BpfException(
                found.isEmpty()
                        ? object.file() + " has no global variable " + name + "; it has: "
                                + (all.isEmpty()
                                        ? "none (compile with -g)"
                                        : String.join(
                                                ", ",
                                                all.stream().map(Location::name).toList()))
                        : object.file() + " has " + found.size() + " global variables named " + name
                                + " (static ones of several files); give them names of their own");
    }

    List<Location> all() {
        List<Location> locations = new ArrayList<>();
        Btf btf = object.btf();
        if (btf != null) {
            for (ObjectDescription.Map map : object.maps()) {
                map.dataSection()
                        .flatMap(section -> btf.find(BtfType.Section.class, section))
                        .ifPresent(section ->
                                section.variables().forEach(variable -> locations.add(location(btf, map, variable))));
            }
        }
        locations.removeIf(location -> FORMAT.matcher(location.name()).matches());
        return locations;
    }

    private static Location location(Btf btf, ObjectDescription.Map map, BtfType.SectionVariable place) {
        BtfType.Variable variable = (BtfType.Variable) btf.type(place.variable());
        return new Location(variable.name(), map, place.offset(), variable.type(), btf);
    }
}
