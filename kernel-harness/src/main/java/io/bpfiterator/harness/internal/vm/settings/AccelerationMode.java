// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.settings;

/** The values of {@link VmSettings#ACCELERATION}. */
public enum AccelerationMode {
    /** KVM if a kernel boots with it, otherwise TCG. */
    AUTO,
    KVM,
    TCG
}
