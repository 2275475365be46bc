package io.bpfiterator.harness;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in which environments the tests of a top-level class run, whatever {@code bpfiterator.environments} says; the class
 * need not use BPF.
 *
 * <p>It may stand on an annotation of one's own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface InEnvironments {

    /** {@code host}, {@code container}, {@code container:IMAGE}, …; none at all keeps the class in this JVM. */
    String[] value();
}
