package io.bpfiterator.inheritance;

import io.bpfiterator.BpfIterator;

/** Declares an iterator whose object lies beside this interface. */
@BpfIterator(obj = "who.bpf.c")
public interface DeclaringInterface {}
