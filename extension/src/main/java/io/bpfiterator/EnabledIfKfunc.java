// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.EnabledIfKfuncCondition;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or all tests of a class, if the running kernel lets iterators call all of the named kfuncs, and skips
 * it otherwise. Kfuncs exist since Linux 5.13; most were added in 6.0 or later.
 *
 * <p>Each kfunc is probed once per JVM by loading iterators that call it, for several targets, sleepable and not. A
 * kernel function that is not a kfunc counts as absent. Kfuncs of kernel modules cannot be probed: the test fails. The
 * reason of a skip names the kernel's release and the kfuncs that it lacks. With the configuration parameter
 * {@code bpfiterator.strict = true}, a skip is a failure.
 *
 * <p>A name that neither the kernel nor a known one has, and that is nearly the name of a known kfunc, is an error.
 * Where {@link #since} is given it is none: the name may be that of a newer kernel's kfunc.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(EnabledIfKfuncCondition.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface EnabledIfKfunc {

    /** Returns the names of one or more kfuncs, as in C: {@code bpf_iter_num_new}. */
    String[] value();

    /**
     * Returns the kernel version that introduced the kfuncs, such as {@code 6.4}. If a kernel of that version or newer
     * lacks one of them, the test fails instead of being skipped.
     */
    String since() default "";
}
