package io.bpfiterator.assertj;

import org.assertj.core.api.ObjectAssert;

/** Starts the assert that another goes on with, so that what goes on from soft assertions is soft, too. */
@FunctionalInterface
interface Onward {

    /** Throws at the first failure. */
    Onward THROWING = ObjectAssert::new;

    ObjectAssert<Object> from(Object value);
}
