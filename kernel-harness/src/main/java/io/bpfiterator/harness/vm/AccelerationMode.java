package io.bpfiterator.harness.vm;

/** The values of {@link VmSettings#ACCELERATION}. */
enum AccelerationMode {
    /** KVM if a kernel boots with it, otherwise TCG. */
    AUTO,
    KVM,
    TCG
}
