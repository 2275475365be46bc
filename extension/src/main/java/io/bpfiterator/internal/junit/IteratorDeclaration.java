// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfIterators;
import io.bpfiterator.internal.loading.ObjectFile;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A {@link BpfIterator} and the element that it annotates.
 *
 * @param element the class, method, field or parameter that is annotated, directly or through a meta-annotation
 * @param position the index among several annotations on the element
 * @param declaringClass the class in which the annotation is written, to which {@link BpfIterator#obj} is relative
 */
record IteratorDeclaration(AnnotatedElement element, int position, Class<?> declaringClass, BpfIterator annotation) {

    static List<IteratorDeclaration> on(AnnotatedElement element, Class<?> declaringClass) {
        List<IteratorDeclaration> declarations = new ArrayList<>();
        for (BpfIterator annotation : annotationsOn(element)) {
            declarations.add(new IteratorDeclaration(element, declarations.size(), declaringClass, annotation));
        }
        return declarations;
    }

    /**
     * Searches only the class itself: JUnit's search would include its interfaces, which are declarations of their own.
     */
    private static List<BpfIterator> annotationsOn(AnnotatedElement element) {
        return element instanceof Class<?> type
                ? Arrays.stream(type.getDeclaredAnnotations())
                        .flatMap(IteratorDeclaration::through)
                        .toList()
                : AnnotationSupport.findRepeatableAnnotations(element, BpfIterator.class);
    }

    private static Stream<BpfIterator> through(Annotation annotation) {
        if (annotation instanceof BpfIterator one) {
            return Stream.of(one);
        }
        return annotation instanceof BpfIterators several
                ? Arrays.stream(several.value())
                : AnnotationSupport.findRepeatableAnnotations(annotation.annotationType(), BpfIterator.class).stream();
    }

    String name() {
        if (!annotation.name().isEmpty()) {
            return annotation.name();
        }
        return annotation.program().isEmpty() ? ObjectFile.baseName(annotation.obj()) : annotation.program();
    }
}
