// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.junit.NetworkNamespaceExtension;
import io.bpfiterator.internal.junit.RequiredJUnit;
import io.bpfiterator.namespace.NetworkNamespace;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs each test in its own new network namespace. Iterators that the test reads show only the namespace's sockets, and
 * a port is free even if another process uses it outside.
 *
 * <p>On a <b>class</b> the annotation applies to each of its tests, those of {@code @Nested} and derived classes
 * included; on a <b>test method</b> it applies to that test. The constructor, {@code @BeforeEach} and
 * {@code @AfterEach} methods run in the test's namespace, and the thread leaves it afterwards even if one of them
 * fails. Each invocation of a {@code @RepeatedTest} or {@code @ParameterizedTest} has its own namespace. The dynamic
 * tests of a {@code @TestFactory} share the namespace of the factory method, but a lazy stream that creates them is
 * evaluated outside.
 *
 * <p>{@code @BeforeAll} and {@code @AfterAll} methods run outside, and so does the constructor with the lifecycle
 * {@code PER_CLASS}, because they belong to no single test.
 *
 * <p>A parameter of type {@link NetworkNamespace} receives the namespace, which is closed after the test.
 *
 * <p>Tests may run concurrently. A network namespace belongs to a thread, so the rules of {@link NetworkNamespace} for
 * other threads and thread pools apply here too, also to the threads that JUnit's pool starts when a test waits for a
 * future.
 *
 * <p>May be used as a meta-annotation. Requires {@code CAP_SYS_ADMIN}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(RequiredJUnit.class)
@ExtendWith(NetworkNamespaceExtension.class)
@API(status = EXPERIMENTAL, since = "0.1")
public @interface InNetworkNamespace {}
