package io.bpfiterator.harness.vm;

import java.nio.file.Path;
import java.util.List;

/**
 * What a guest does once it has the host's root.
 *
 * @param script has the shell function {@code launch}, whose exit status is the task's
 * @param directory a directory of this run's own, for what the machine is made of
 * @param read files and directories that it reads, for they may lie in /tmp or /run
 * @param ports in the order in which they come to be
 */
record GuestTask(String script, Path directory, List<Path> read, List<Port> ports) {}
