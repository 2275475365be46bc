/** AssertJ assertions on what an iterator prints, and on maps, global variables and links. Import {@code BpfAssertions.assertThat}. */
@NullMarked
package io.bpfiterator.assertj;

import org.jspecify.annotations.NullMarked;
