// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.inheritance;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.iterator.IteratorReader;

/** Declares an iterator with an object in the package of this class. */
@BpfIterator(obj = "who.bpf.c")
public abstract class Declaring {

    @BpfIterator(obj = "who.bpf.c")
    protected IteratorReader field;
}
