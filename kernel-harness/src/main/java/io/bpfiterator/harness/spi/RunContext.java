// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Says what an environment shares this machine with during a run.
 *
 * @param kernels the number of environments in the run that have a kernel of their own, which may run tests at the same
 *     time; includes the environment that is started
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record RunContext(int kernels) {

    /** The context of an environment that is started by itself, outside a test run. */
    public static final RunContext NONE = new RunContext(0);
}
