/** The JUnit Jupiter extensions behind the annotations. */
@NullMarked
package io.bpfiterator.internal.junit;

import org.jspecify.annotations.NullMarked;
