package io.bpfiterator.harness.internal.kernel;

import java.nio.file.Path;
import java.time.Clock;

/** Fetches a kernel in a separate process, and prints the progress and the path of the image. */
final class FetchMain {

    private FetchMain() {}

    /** @param arguments the cache and the series */
    public static void main(String[] arguments) {
        DebianKernels kernels = new DebianKernels(
                Path.of(arguments[0]),
                Path.of("/etc/apt"),
                Path.of("/usr/bin"),
                DebianSeries.ALL,
                Clock.systemUTC(),
                System.out::println);
        System.out.println(kernels.kernel(arguments[1]).image());
    }
}
