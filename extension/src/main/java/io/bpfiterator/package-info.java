/** What a test author imports: the annotations. The extension behind them is not public. */
@NullMarked
package io.bpfiterator;

import org.jspecify.annotations.NullMarked;
