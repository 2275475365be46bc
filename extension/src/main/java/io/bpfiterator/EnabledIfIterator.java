// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.EnabledIfIteratorCondition;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or all tests of a class, if the running kernel runs iterators over all of the named targets, and
 * skips it otherwise.
 *
 * <p>Each target is probed once per JVM by loading a minimal program for it. A kernel may have a target and refuse to
 * load programs for it; the reason of the skip then names the error number. If this process lacks the privilege to load
 * programs, the kernel's BTF ({@code /sys/kernel/btf/vmlinux}) decides whether the target exists; the enabled test then
 * fails when it loads its own program. If neither the probe nor the BTF gives an answer, the test fails. With the
 * configuration parameter {@code bpfiterator.strict = true}, a skip is a failure. A name that no release of Linux has
 * is an error.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(EnabledIfIteratorCondition.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface EnabledIfIterator {

    /** Returns the names of one or more targets, as in {@code SEC("iter/task")}: {@code task}, {@code cgroup}. */
    String[] value();

    /**
     * Returns the kernel version that introduced the targets, such as {@code 6.1}. If a kernel of that version or newer
     * lacks one of them, the test fails instead of being skipped. If it has the target but refuses to load programs for
     * it, the test is still skipped.
     */
    String since() default "";
}
