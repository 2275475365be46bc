/** Internal: the report of a run: its model, JSON, Markdown summary and HTML page, and merging of reports. */
@NullMarked
package io.bpfiterator.harness.internal.report;

import org.jspecify.annotations.NullMarked;
