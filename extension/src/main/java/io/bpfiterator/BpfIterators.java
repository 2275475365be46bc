// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.BpfIteratorExtension;
import io.bpfiterator.internal.junit.ParameterAbortionHandler;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contains repeated {@link BpfIterator} annotations. The compiler adds it; do not write it yourself. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
@ExtendWith(RequiredJUnit.class)
@ExtendWith({BpfIteratorExtension.class, ParameterAbortionHandler.class})
@API(status = EXPERIMENTAL, since = "0.1")
public @interface BpfIterators {

    /** The annotations that are repeated. */
    BpfIterator[] value();
}
