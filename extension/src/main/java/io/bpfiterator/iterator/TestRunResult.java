// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * What {@link BpfProgram#testRun} returns.
 *
 * @param returnValue the value that the program returned
 * @param context the context after the run; empty if the input had none, or the kernel does not return it
 * @param data the data after the run; empty if the input had none
 * @param duration the mean duration of a call; zero if the kernel does not measure it
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record TestRunResult(int returnValue, byte[] context, byte[] data, Duration duration) {}
