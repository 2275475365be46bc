package io.bpfiterator;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A {@link BpfIterator} at the place where it stands.
 *
 * @param element the class, method, field or parameter that has the annotation, itself or through another annotation
 * @param position among several on the element
 * @param testClass to which {@link BpfIterator#obj} is relative
 */
record IteratorDeclaration(AnnotatedElement element, int position, Class<?> testClass, BpfIterator annotation) {

    static List<IteratorDeclaration> on(AnnotatedElement element, Class<?> testClass) {
        List<IteratorDeclaration> declarations = new ArrayList<>();
        for (BpfIterator annotation : AnnotationSupport.findRepeatableAnnotations(element, BpfIterator.class)) {
            declarations.add(new IteratorDeclaration(element, declarations.size(), testClass, annotation));
        }
        return declarations;
    }

    String name() {
        if (!annotation.name().isEmpty()) {
            return annotation.name();
        }
        if (!annotation.program().isEmpty()) {
            return annotation.program();
        }
        String fileName = annotation.obj().substring(annotation.obj().lastIndexOf('/') + 1);
        int dot = fileName.indexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}
