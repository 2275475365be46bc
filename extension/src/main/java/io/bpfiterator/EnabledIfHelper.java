// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.EnabledIfHelperCondition;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or all tests of a class, if the running kernel lets iterators call all of the named helpers, and
 * skips it otherwise.
 *
 * <p>Each helper is probed once per JVM by loading iterators that call it, for several targets, sleepable and not. If
 * this process lacks the privilege to load programs, the kernel's BTF ({@code enum bpf_func_id}) decides. If the BTF
 * cannot be read either, the test fails. The reason of a skip names the kernel's release and the helpers that it lacks.
 * With the configuration parameter {@code bpfiterator.strict = true}, a skip is a failure. A name that no release of
 * Linux has is an error.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(EnabledIfHelperCondition.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface EnabledIfHelper {

    /** Returns the names of one or more helpers, as in {@code bpf-helpers(7)}: {@code bpf_seq_printf}. */
    String[] value();

    /**
     * Returns the kernel version that introduced the helpers, such as {@code 5.10}. If a kernel of that version or
     * newer lacks one of them, the test fails instead of being skipped.
     */
    String since() default "";
}
