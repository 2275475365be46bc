// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.internal.vm.qemu.Port;
import java.nio.file.Path;
import java.util.List;

/**
 * What a guest runs once it has mounted the host's root.
 *
 * @param script defines the shell function {@code launch}, whose exit status is the task's
 * @param directory the run's directory on this machine, for the virtual machine's files
 * @param read files and directories that the task reads, which the guest shows even if they are in /tmp or /run
 * @param ports the guest's virtio ports, in the order of their creation
 */
public record GuestTask(String script, Path directory, List<Path> read, List<Port> ports) {}
