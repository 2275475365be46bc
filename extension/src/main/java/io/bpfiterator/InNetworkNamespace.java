package io.bpfiterator;

import io.bpfiterator.namespace.NetworkNamespace;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test in a fresh network namespace of its own: iterators that it reads show its own sockets and no others, and a
 * port is free whoever else uses it.
 *
 * <p>On a test <b>class</b> it holds for each test of the class, {@code @Nested} and derived classes included; on a
 * <b>method</b> for that test. The constructor, {@code @BeforeEach} and {@code @AfterEach} methods run inside as the test
 * does, and the thread leaves afterwards, also when they fail. Each invocation of a {@code @RepeatedTest} or
 * {@code @ParameterizedTest} has its own; the dynamic tests of a {@code @TestFactory} share the factory's, but what a lazy
 * stream does to make them runs outside.
 *
 * <p>{@code @BeforeAll} and {@code @AfterAll} methods run outside, as does the constructor with the life cycle
 * {@code PER_CLASS}: they belong to no test.
 *
 * <p>A parameter of type {@link NetworkNamespace} receives the namespace, which is closed after the test. Tests may run at
 * once. But a namespace is a thread's: what {@code NetworkNamespace} says of threads and pools holds here, also for the
 * threads that JUnit's own pool starts in place of one that waits for a future inside a test.
 *
 * <p>May be used as a meta-annotation. Needs {@code CAP_SYS_ADMIN}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(NetworkNamespaceExtension.class)
public @interface InNetworkNamespace {}
