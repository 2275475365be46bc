// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.KernelObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads mutants into the kernel, in the JVM of the test, which a mutant may end. Damaged programs belong only into the
 * kernel of a virtual machine, so that the harness runs this class.
 */
@BpfTest
public class LoadedMutants {

    private static final long SEED = Long.getLong("mutants.seed", 13);
    private static final int COUNT = Integer.getInteger("mutants.count", 40);

    /** The key of the published sentence about the number of mutants. */
    public static final String MUTANTS = "mutants";

    @TempDir
    private Path directory;

    private final List<Mutator> mutators = new ArrayList<>();
    private int opened;
    private int loaded;

    @Test
    void do_no_harm(BpfSession unused, TestReporter reporter) throws Exception {
        for (String object : MutantRun.OBJECTS) {
            mutators.add(new Mutator(resource("/" + object + ".bpf.o")));
        }
        load(directory.resolve("whole.bpf.o"), resource("/task.bpf.o"));
        assertThat(loaded).as("whole objects").isEqualTo(1);
        KernelObjects before = KernelObjects.now();
        for (int number = 0; number < COUNT; number++) {
            int object = number % mutators.size();
            load(
                    directory.resolve(number + "-" + MutantRun.OBJECTS.get(object) + ".bpf.o"),
                    mutators.get(object).mutant(SEED, number));
        }

        assertThat(before.addedSince()).isEmpty();
        reporter.publishEntry(
                MUTANTS, COUNT + " mutants, of which " + opened + " opened and " + (loaded - 1) + " were loaded");
        assertThat(loaded - 1).as("mutants that the kernel did not refuse").isBetween(COUNT / 20, opened - 1);
    }

    /** The number of a mutant that ends the JVM, or panics the kernel, is the last one on the output. */
    private void load(Path file, byte[] mutant) throws IOException {
        System.out.println(file.getFileName());
        Files.write(file, mutant);
        try (BpfSession session = BpfSession.open()) {
            var object = session.open(file.toString());
            opened++;
            object.load();
            loaded++;
        } catch (BpfException refused) {
            assertThat(refused).as(file.toString()).matches(MutantWorker::isClear, "has a clear message");
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = LoadedMutants.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
