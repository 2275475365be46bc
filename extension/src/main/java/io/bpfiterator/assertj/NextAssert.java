// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.ObjectAssert;

/** Creates the assert to which another one navigates; an assert that is reached from a soft assert is soft, too. */
interface NextAssert {

    /** Creates asserts that throw at the first failure. */
    NextAssert THROWING = new NextAssert() {

        @Override
        public ObjectAssert<Object> on(Object part) {
            return new ObjectAssert<>(part);
        }

        @Override
        public <P, A extends AbstractAssert<A, ? extends P>> A on(
                P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor) {
            return constructor.createAssert(part);
        }
    };

    /** Creates an assert on a part of any type, which AssertJ's factories convert to the final type. */
    ObjectAssert<Object> on(Object part);

    /** Creates an assert of a known type, without a soft subclass of {@link ObjectAssert}, whose generation is slow. */
    <P, A extends AbstractAssert<A, ? extends P>> A on(
            P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor);
}
