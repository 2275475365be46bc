// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.internal.btf.CoreRelocation;
import io.bpfiterator.internal.btf.KernelFile;
import io.bpfiterator.internal.libbpf.BtfDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Opens mutants in a JVM of its own, which a mutant may end. Prints the number of each mutant before it is opened, so
 * that the last number of a terminated worker is that of the mutant that terminated it.
 */
final class MutantWorker {

    /** Begins a line about a mutant whose failure does not have the form of this library. */
    static final String UNCLEAR = "unclear ";

    /** Begins the last line, with the number of mutants that opened. */
    static final String OPENED = "opened ";

    /** The descriptors that a worker may open: of the JDK, and the libraries that it loads. */
    private static final int DESCRIPTORS = 8;

    record Pair(int first, long second) {}

    private MutantWorker() {}

    /** The arguments are the seed, the first number, the number after the last, and the paths of the objects. */
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        int end = Integer.parseInt(arguments[2]);
        List<Path> paths = Arrays.stream(arguments).skip(3).map(Path::of).toList();
        List<Mutator> mutators = new ArrayList<>();
        for (Path path : paths) {
            byte[] bytes = Files.readAllBytes(path);
            examine(path, bytes);
            mutators.add(new Mutator(bytes));
        }
        Path file = Files.createTempFile("mutant", "");
        file.toFile().deleteOnExit();
        long before = descriptors();
        int opened = 0;
        for (int number = first; number < end; number++) {
            System.out.println(number);
            int object = number % mutators.size();
            byte[] mutant = mutators.get(object).mutant(seed, number);
            Files.write(file, mutant);
            if (isAccepted(number, paths.get(object), () -> examine(paths.get(object), mutant))) {
                opened++;
            }
            isAccepted(number, paths.get(object), () -> examineAsKernel(file));
        }
        long leaked = leakedSince(before);
        if (leaked > 0) {
            System.out.println(UNCLEAR + end + " " + leaked + " descriptors are open");
        }
        System.out.println(OPENED + opened);
    }

    private static boolean isAccepted(int number, Path path, Runnable examination) {
        try {
            examination.run();
            return true;
        } catch (BpfException refused) {
            if (!isClear(refused)) {
                System.out.println(UNCLEAR + number + " " + path + " " + refused.getMessage());
            }
            return false;
        } catch (Throwable unclear) {
            System.out.println(UNCLEAR + number + " " + path + " " + unclear + " "
                    + Stream.of(unclear.getStackTrace()).limit(12).toList());
            return false;
        }
    }

    /** Returns whether a message has the form of this library; lines may follow its sentences. */
    static boolean isClear(BpfException refused) {
        String sentences =
                String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
        return sentences.endsWith(".") && sentences.contains(": ");
    }

    /** An object that is opened and not loaded is closed by the garbage collector. */
    private static long leakedSince(long before) throws InterruptedException {
        long leaked = descriptors() - before - DESCRIPTORS;
        for (int i = 0; i < 50 && leaked > 0; i++) {
            System.gc();
            Thread.sleep(20);
            leaked = descriptors() - before - DESCRIPTORS;
        }
        return leaked;
    }

    private static long descriptors() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an object, and asks all that a test can ask before the load. */
    static void examine(Path path, byte[] bytes) {
        ObjectFile file = new ObjectFile("mutant", path.toString(), bytes);
        OpenedObject object = OpenedObject.open(file);
        object.programs().forEach(program -> object.autoload(program, true));
        object.iterators();
        ObjectDescription description = ObjectOpening.of(file, false).description();
        Btf btf = description.btf();
        for (GlobalVariables.Location global : new GlobalVariables(description).all()) {
            decode(global);
        }
        for (ObjectDescription.Map map : description.maps()) {
            object.maxEntries(map.name(), 1);
            map.readOnly();
        }
        if (btf != null) {
            types(btf);
            for (CoreRelocation relocation : object.summary().relocations()) {
                relocation.isIn(btf);
                relocation.lack(btf, "this object");
            }
        }
    }

    /** Generates the C declarations of a file's types, as of those of a kernel. */
    private static void examineAsKernel(Path file) {
        BtfDump.appendTypes(KernelFile.rawTypes(file), "the BTF in " + file, Path.of("/dev/null"));
    }

    private static void decode(GlobalVariables.Location global) {
        ByteBuffer data = ByteBuffer.wrap(global.map().initialData()).order(ByteOrder.nativeOrder());
        for (Class<?> type : List.of(Integer.class, Long.class, byte[].class, int[].class, String.class, Pair.class)) {
            ask(() -> global.codec(type).decode(data.slice(global.offset(), global.size())));
        }
    }

    private static void types(Btf btf) {
        for (int id = 0; id < btf.size(); id++) {
            int type = id;
            btf.describe(id);
            int size = btf.sizeOf(id);
            for (Class<?> java : List.of(Long.class, byte[].class, Object.class, Pair.class)) {
                if (size < 1 << 20) {
                    ask(() -> Codecs.of(java, btf, type, "type").decode(new byte[size]));
                }
            }
        }
        btf.structNames().forEach(btf::structId);
    }

    /** Ignores the failure of a question that has no answer, if it has the form of this library. */
    private static void ask(Callable<?> question) {
        try {
            question.call();
        } catch (BpfException refused) {
            // The type does not fit.
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
