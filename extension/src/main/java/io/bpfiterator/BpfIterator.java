package io.bpfiterator;

import io.bpfiterator.object.CgroupOrder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Loads a BPF object, attaches an iterator in it and pins it before a test; unpins, detaches and closes it afterwards,
 * whatever the test's outcome.
 *
 * <p>On a <b>parameter</b> of type {@link io.bpfiterator.reader.IteratorReader} (of a test method, a lifecycle method or
 * a constructor) and on a <b>field</b> of that type it injects the reader. On a <b>test method</b> or a <b>class</b>
 * it declares the iterator for that test or for each test of the class, of its subclasses and of the {@code @Nested} classes
 * in it; parameters of the reader's type without an annotation of their own then receive it, the nearest one first. Where several are
 * declared, {@link #name} tells them apart.
 *
 * <p>Each test has an iterator, maps and global variables of its own: fill a map in a {@code @BeforeEach} method. What a {@code static} field, a {@code @BeforeAll} method or, with the life
 * cycle {@code PER_CLASS}, a constructor receives lives as long as the class's tests, and is another one than theirs.
 *
 * <p>A parameter of type {@link io.bpfiterator.object.BpfMap} receives a map of the iterator's object, by the parameter's
 * name (where the tests are compiled with {@code -parameters}) or {@link BpfName}, or else the only map that there is.
 *
 * <p>In {@link #obj}, {@link #map}, {@link #task}, {@link #cgroup} and {@link #path}, {@code ${name}} stands for the configuration parameter or system
 * property of that name when the iterator is pinned.
 *
 * <p>May be used as a meta-annotation. Needs Linux 5.8 and {@code CAP_SYS_ADMIN}; see {@code bpftool-iter(8)} for the
 * words it shares with that command.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@Repeatable(BpfIterators.class)
@ExtendWith({BpfIteratorExtension.class, AbortedParameters.class})
public @interface BpfIterator {

    /**
     * Names the compiled BPF object: a class path resource, relative to the class or interface in which the
     * annotation is written, or absolute with a leading {@code /}; where there is none, a file, relative to the working directory.
     *
     * <p>A name that ends in {@code .c} is a C source: {@link io.bpfiterator.clang.BpfCompiler} compiles it, where that
     * has not been done before.
     */
    String obj();

    /** Names the iterator program by its C function. May be left out where the object has one iterator. */
    String program() default "";

    /**
     * Names the map that a map-element iterator walks: {@code id N}, {@code pinned FILE} or {@code name NAME}. A name
     * means a map of the same object, else the only one in the kernel.
     */
    String map() default "";

    /**
     * Keeps a task iterator to one thread or process: {@code pid N}, {@code pid self}, {@code tid N} or {@code tid self},
     * which are this process and the thread that runs the test. Linux 6.1.
     */
    String task() default "";

    /**
     * Names the cgroup at which a cgroup iterator begins: {@code self} for that of this process, {@code path DIRECTORY} or
     * {@code id N}. Linux 6.1.
     */
    String cgroup() default "";

    /** Says in which order a cgroup iterator walks. */
    CgroupOrder order() default CgroupOrder.DESCENDANTS_PRE;

    /**
     * Names the path to pin at, in a bpffs that is mounted already. Left out, the iterator is pinned in a temporary bpffs
     * of its own.
     */
    String path() default "";

    /**
     * Names the iterator among several; see {@link BpfName}. Left out, it is {@link #program}, or else the object's base
     * name.
     */
    String name() default "";

    /** Publishes libbpf's debug messages and the verifier's log as a report entry of the test. */
    boolean debug() default false;
}
