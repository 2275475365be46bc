package io.bpfiterator;

import io.bpfiterator.object.BpfObjectFile;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A {@link BpfIterator} at the place where it stands.
 *
 * @param element the class, method, field or parameter that has the annotation, itself or through another annotation
 * @param position among several on the element
 * @param declaringClass in which the annotation is written, and to which {@link BpfIterator#obj} is relative
 */
record IteratorDeclaration(AnnotatedElement element, int position, Class<?> declaringClass, BpfIterator annotation) {

    static List<IteratorDeclaration> on(AnnotatedElement element, Class<?> declaringClass) {
        List<IteratorDeclaration> declarations = new ArrayList<>();
        for (BpfIterator annotation : AnnotationSupport.findRepeatableAnnotations(element, BpfIterator.class)) {
            declarations.add(new IteratorDeclaration(element, declarations.size(), declaringClass, annotation));
        }
        return declarations;
    }

    String name() {
        if (!annotation.name().isEmpty()) {
            return annotation.name();
        }
        return annotation.program().isEmpty() ? BpfObjectFile.baseName(annotation.obj()) : annotation.program();
    }
}
