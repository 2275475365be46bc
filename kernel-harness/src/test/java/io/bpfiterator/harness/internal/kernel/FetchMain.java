// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Fetches a kernel in a separate process, and prints the progress and the path of the image. */
final class FetchMain {

    private FetchMain() {}

    /** @param arguments the cache, the series, and, for a {@link FakeMirror}, the directory of its sources */
    public static void main(String[] arguments) {
        boolean fake = arguments.length > 2;
        DebianKernels kernels = new DebianKernels(
                Path.of(arguments[0]),
                Path.of(fake ? arguments[2] : "/etc/apt"),
                Path.of("/usr/bin"),
                fake ? List.of(new DebianSeries(arguments[1], List.of(FakeMirror.SUITE))) : DebianSeries.ALL,
                Clock.systemUTC(),
                System.out::println);
        System.out.println(kernels.kernel(arguments[1]).image());
    }
}
