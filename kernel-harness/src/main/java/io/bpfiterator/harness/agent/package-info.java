/** Runs inside an environment: JUnit's launcher, told what to run and telling what happens. */
@NullMarked
package io.bpfiterator.harness.agent;

import org.jspecify.annotations.NullMarked;
