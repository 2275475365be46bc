package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, where the running kernel lets iterators call all of the named kfuncs, and skips
 * it elsewhere. Kernels have kfuncs since Linux 5.13; most came with 6.0 and later.
 *
 * <p>Each kfunc is tried: an iterator that calls it is loaded, once in a JVM, for several targets, sleepable and not. A
 * function of the kernel's that is not a kfunc is absent. Kfuncs of modules are not tried: the test fails. A skip's
 * reason names the kernel's release and what it lacks; with the configuration parameter
 * {@code bpfiterator.strict = true} a skip is a failure.
 *
 * <p>A name that neither the kernel nor a known one has, and that is nearly the name of a known kfunc, is an error.
 * Where {@link #since} is given it is none: the name may be that of a newer kernel's kfunc.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledIfKfuncCondition.class)
public @interface EnabledIfKfunc {

    /** Names the kfuncs as C does: {@code bpf_iter_num_new}; at least one. */
    String[] value();

    /**
     * Names the version of the kernel, such as {@code 6.4}, that brought the kfuncs. A kernel of that version or newer
     * that does not have one is then a failure instead of a skip.
     */
    String since() default "";
}
