// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Selects which declared iterator ({@link BpfIterator#name}) or which map of its object a parameter receives.
 *
 * <p>May be omitted if the parameter itself has that name and the tests are compiled with {@code -parameters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface BpfName {

    /** Returns the name of the iterator or map. */
    String value();
}
