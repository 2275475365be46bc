/** The report of a run: its model, JSON, a summary, a page, and how several become one. */
@NullMarked
package io.bpfiterator.harness.report;

import org.jspecify.annotations.NullMarked;
