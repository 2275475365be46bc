// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.libbpf.Fd;
import java.util.HashMap;
import java.util.Map;

/** The maps of a copy of an object, by the ids and descriptors of the template's maps. */
final class MapCopies {

    private final Map<Integer, Fd> byTemplateId = new HashMap<>();
    private final Map<Integer, Fd> byTemplateFd = new HashMap<>();

    void add(MapTemplate template, Fd copy) {
        byTemplateId.put(template.id(), copy);
        byTemplateFd.put(template.fd(), copy);
    }

    /** Returns the descriptor of the copy of the map with this id. */
    int ofId(int templateId) {
        return known(byTemplateId, "id", templateId).number();
    }

    /** Returns the descriptor of the copy of the map to which instructions refer with this descriptor. */
    int ofDescriptor(int templateFd) {
        return known(byTemplateFd, "descriptor", templateFd).number();
    }

    private static Fd known(Map<Integer, Fd> copies, String kind, int number) {
        Fd copy = copies.get(number);
        if (copy == null) {
            throw new IllegalArgumentException("The template has no map with the " + kind + " " + number);
        }
        return copy;
    }
}
