// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import io.bpfiterator.EnabledOnKernel;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that loads BPF programs into the running kernel, or that requires root or namespaces.
 *
 * <p>The condition is the minimum of the library. It also marks the class as one that uses BPF, so that the kernel
 * harness can run it on another kernel. On a package, it applies to all of its classes, although JUnit itself ignores
 * it there.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PACKAGE})
@Tag(NeedsKernel.TIER)
@EnabledOnKernel(min = "5.8")
public @interface NeedsKernel {

    /** The name of the tier. */
    String TIER = "kernel";
}
