// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The global variables of an object and their locations, according to its BTF. */
record GlobalVariables(ObjectDescription object) {

    /** The format strings that libbpf's print macros define as variables. */
    private static final Pattern FORMAT = Pattern.compile(".*\\.___fmt(\\.\\d+)?");

    /** The location of a variable: its map, its offset in bytes, and its type. */
    record Location(String name, ObjectDescription.Map map, int offset, int typeId, Btf btf) {

        <T> Codec<T> codec(Class<T> type) {
            requireInSection();
            return Codecs.of(type, btf, typeId, "Global variable " + name);
        }

        int size() {
            return btf.sizeOf(typeId);
        }

        /** libbpf takes the offset from the symbol of the same name, and the size is that of the type. */
        private void requireInSection() {
            int available = map.initialData().length;
            if (offset < 0 || offset > available || size() > available - offset) {
                throw Failure.invalid("Cannot use global variable " + name)
                        .because("the object is damaged: the variable is at " + Integer.toUnsignedString(offset)
                                + " with " + Count.of(size(), "byte") + ", but " + map.name() + " has " + available)
                        .remedy("Compile the object again")
                        .exception();
            }
        }

        /** Returns the bytes of a value of this variable. */
        byte[] encoded(Object value) {
            Object given = listsToArrays(value);
            return encoded(codec(given.getClass()), given);
        }

        /** Converts lists to arrays, whose class has the type of the elements. */
        private static Object listsToArrays(Object value) {
            if (!(value instanceof List<?> list) || list.isEmpty()) {
                return value;
            }
            List<Object> elements = list.stream().map(Location::listsToArrays).toList();
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
                throw Failure.invalid("Global variable " + name).because(e).exception();
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
        throw failure(name, found.size(), all).exception();
    }

    private Failure failure(String name, int found, List<Location> all) {
        if (found > 1) {
            return Failure.invalid(object.file() + " has " + found + " global variables named " + name)
                    .because("static variables of several files have the same name")
                    .remedy("Give them different names");
        }
        Failure unknown = UnknownName.failure(
                object.file() + " has no global variable " + name, all.stream().map(Location::name));
        return all.isEmpty() ? unknown.remedy("Declare one, and compile with -g") : unknown;
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
