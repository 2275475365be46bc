package io.bpfiterator.harness.spi;

/**
 * Says what an environment shares this machine with during a run.
 *
 * @param kernels the number of environments in the run that have a kernel of their own, which may run tests at the same
 *     time; includes the environment that is started
 */
public record RunContext(int kernels) {

    /** The context of an environment that is started by itself, outside a test run. */
    public static final RunContext NONE = new RunContext(0);
}
