// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.stream.Stream;

/**
 * A member that C finds by name in a struct.
 *
 * @param owner the struct, or the anonymous struct or union in it that has the member
 */
record NamedMember(BtfType.Struct owner, BtfType.Member member) {

    /** Returns the members that C finds by name, including those of anonymous structs and unions. */
    static Stream<NamedMember> in(Btf btf, BtfType.Struct struct) {
        return struct.members().stream().flatMap(member -> {
            if (!member.name().isEmpty()) {
                return Stream.of(new NamedMember(struct, member));
            }
            return btf.resolve(member.type()) instanceof BtfType.Struct inner ? in(btf, inner) : Stream.empty();
        });
    }

    String name() {
        return member.name();
    }

    boolean isLast() {
        return member.equals(owner.members().get(owner.members().size() - 1));
    }
}
