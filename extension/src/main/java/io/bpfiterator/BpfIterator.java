// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.BpfIteratorExtension;
import io.bpfiterator.internal.junit.ParameterAbortionHandler;
import io.bpfiterator.internal.junit.RequiredJUnit;
import io.bpfiterator.iterator.CgroupOrder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a BPF iterator for a test. Before the test, a BPF object is loaded, an iterator program in it is attached,
 * and the link is pinned. After the test, whether it passed or failed, the iterator is unpinned and detached, and the
 * object is closed.
 *
 * <pre>{@code
 * @Test
 * @BpfIterator(obj = "task.bpf.o")
 * void listsThisProcess(IteratorReader tasks) {
 *     assertThat(tasks).table(lastColumnToEndOfLine()).column("tgid").contains(ProcessHandle.current().pid());
 * }
 * }</pre>
 *
 * <p>The position of the annotation decides who receives the iterator:
 *
 * <ul>
 *   <li>On a <b>parameter</b> of type {@link io.bpfiterator.iterator.IteratorReader}, of a test method, a lifecycle
 *       method or a constructor: the parameter receives the reader.
 *   <li>On a <b>field</b> of type {@code IteratorReader}: an instance field is set before each test, a {@code static}
 *       field once for the class.
 *   <li>On a <b>test method</b>: each {@code IteratorReader} parameter of that test without an annotation receives it.
 *   <li>On a <b>class or interface</b>: likewise for every test of the class, of its subclasses or implementing
 *       classes, and of the {@code @Nested} classes inside it.
 * </ul>
 *
 * <p>A parameter without an annotation receives the iterator that is declared nearest to it. Where several iterators
 * are declared, {@link #name} and {@link BpfName} select one.
 *
 * <p>Each test has its own iterator, maps and global variables, so fill a map in a {@code @BeforeEach} method. The
 * exceptions live as long as the class's tests: a {@code static} field, a parameter of a {@code @BeforeAll} method and,
 * with the lifecycle {@code PER_CLASS}, a constructor parameter. They are separate from the iterators of the single
 * tests.
 *
 * <p>A parameter of type {@link io.bpfiterator.map.BpfMap} or {@link io.bpfiterator.object.BpfGlobal} receives a map or
 * a global variable of the iterator's object: the one named by {@link BpfName}, or else the one with the parameter's
 * name (if the tests are compiled with {@code -parameters}), or else the only one. A parameter of type
 * {@link io.bpfiterator.object.BpfObject} receives the object itself, which is selected like its iterator.
 *
 * <p>In {@link #obj}, {@link #map}, {@link #task}, {@link #cgroup} and {@link #path}, {@code ${name}} is replaced with
 * the JUnit configuration parameter or system property of that name when the iterator is pinned.
 *
 * <p>May be used as a meta-annotation. Requires Linux 5.8 and {@code CAP_SYS_ADMIN}. The syntax of {@link #map} is that
 * of {@code bpftool-iter(8)}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@Repeatable(BpfIterators.class)
@ExtendWith(RequiredJUnit.class)
@ExtendWith({BpfIteratorExtension.class, ParameterAbortionHandler.class})
@API(status = EXPERIMENTAL, since = "0.1")
public @interface BpfIterator {

    /**
     * Returns the name of the BPF object: a class path resource, or else a file. A resource name is relative to the
     * class or interface in which the annotation is written, or absolute with a leading {@code /}. A file name is
     * relative to the working directory.
     *
     * <p>A name that ends in {@code .c} is a C source, which clang compiles unless the compiled object is in the cache.
     */
    String obj();

    /**
     * Returns the C function of the iterator program. May be omitted if the object has only one iterator program. No
     * other program of the object is loaded, except those of {@link #autoload}.
     */
    String program() default "";

    /** Returns the C functions of further programs to load, which the test attaches itself. */
    String[] autoload() default {};

    /**
     * Returns the maps of the object that are not created, for example because the kernel does not know their type. No
     * program that is loaded may use them.
     */
    String[] withoutMaps() default {};

    /**
     * Returns the map that a map element iterator walks: {@code id N}, {@code pinned FILE} or {@code name NAME}. A name
     * means a map of the same object, or else the only map of that name in the kernel.
     */
    String map() default "";

    /**
     * Restricts a task iterator to one process or thread: {@code pid N}, {@code tid N}, {@code pid self} (this process)
     * or {@code tid self} (the thread that runs the test). Requires Linux 6.1.
     */
    String task() default "";

    /**
     * Returns the cgroup from which a cgroup iterator starts: {@code self} (the cgroup of this process), {@code path
     * DIRECTORY} or {@code id N}. Requires Linux 6.1.
     */
    String cgroup() default "";

    /** Returns the order in which a cgroup iterator walks from {@link #cgroup}. */
    CgroupOrder order() default CgroupOrder.DESCENDANTS_PRE;

    /**
     * Returns the path at which the iterator is pinned, in a bpffs that is already mounted. By default the iterator is
     * pinned in its own temporary bpffs.
     */
    String path() default "";

    /**
     * Returns the name by which {@link BpfName} or a parameter's own name selects this iterator among several. By
     * default it is {@link #program}, or else the base name of {@link #obj}.
     */
    String name() default "";

    /**
     * Returns for how many seconds a read without output is repeated; 0 for the setting {@code bpfiterator.retry}. See
     * {@link io.bpfiterator.iterator.IteratorReader#retryingFor}.
     */
    int retrySeconds() default 0;

    /**
     * Returns whether libbpf's debug messages and the verifier's log are published as a file of the test. A line on
     * standard error says where the file is.
     */
    boolean debug() default false;
}
