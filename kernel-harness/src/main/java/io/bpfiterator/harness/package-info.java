/** What a test author may say about where a class runs. */
@NullMarked
package io.bpfiterator.harness;

import org.jspecify.annotations.NullMarked;
