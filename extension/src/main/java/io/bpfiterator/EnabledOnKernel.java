// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.EnabledOnKernelCondition;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or all tests of a class, on a range of kernel releases, and skips it on other releases.
 *
 * <p>The release is the one that {@code uname -r} shows. If it cannot be read, or does not start with a version number,
 * the test fails. With the configuration parameter {@code bpfiterator.strict = true}, a skip is a failure.
 *
 * <p>Distributions backport features to older kernels. Prefer {@link EnabledIfIterator}, {@link EnabledIfHelper} and
 * {@link EnabledIfKfunc} if they can express what a test requires.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(EnabledOnKernelCondition.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface EnabledOnKernel {

    /**
     * Returns the first enabled version: a series ({@code 6.1}) or a release ({@code 6.1.50}). By default unbounded.
     */
    String min() default "";

    /**
     * Returns the last enabled version, inclusive: a series ({@code 6.1}, which includes {@code 6.1.99}) or a release
     * ({@code 6.1.50}). By default unbounded.
     */
    String max() default "";

    /**
     * Returns the iterator targets because of which {@link #min} is required. If an older kernel has all of them, the
     * test fails instead of being skipped.
     */
    String[] iterator() default {};

    /** Returns the helpers because of which {@link #min} is required, with the same effect as {@link #iterator}. */
    String[] helper() default {};
}
