package io.bpfiterator.assertj;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.ObjectAssert;

/** Starts the assert that another goes on with, so that what goes on from soft assertions is soft, too. */
interface Onward {

    /** Throws at the first failure. */
    Onward THROWING = new Onward() {

        @Override
        public ObjectAssert<Object> from(Object part) {
            return new ObjectAssert<>(part);
        }

        @Override
        public <P, A extends AbstractAssert<A, ? extends P>> A from(
                P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor) {
            return constructor.createAssert(part);
        }
    };

    /** Starts an assert on a part of any type, for AssertJ's factories to go on from. */
    ObjectAssert<Object> from(Object part);

    /** Starts an assert of a known type; a soft one is spared a subclass of {@link ObjectAssert}, which takes a while. */
    <P, A extends AbstractAssert<A, ? extends P>> A from(
            P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor);
}
