// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Selects the environments in which the tests of a top-level class run. Overrides {@code bpfiterator.environments}, and
 * also applies to a class that does not use BPF.
 *
 * <p>May be used as a meta-annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@API(status = EXPERIMENTAL, since = "0.1")
public @interface InEnvironments {

    /**
     * Returns the names of the environments, such as {@code host}, {@code container} or {@code container:IMAGE}. An
     * empty array keeps the class in this JVM.
     */
    String[] value();
}
