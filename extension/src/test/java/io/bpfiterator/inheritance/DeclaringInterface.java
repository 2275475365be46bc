// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.inheritance;

import io.bpfiterator.BpfIterator;

/** Declares an iterator with an object in the package of this interface. */
@BpfIterator(obj = "who.bpf.c")
public interface DeclaringInterface {}
