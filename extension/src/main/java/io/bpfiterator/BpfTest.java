// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.BpfIteratorExtension;
import io.bpfiterator.internal.junit.RequiredJUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a {@link BpfSession} into parameters of a test, or of all tests of a class.
 *
 * <p>Not required if a {@link BpfIterator} annotates the same class or method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(BpfIteratorExtension.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface BpfTest {}
