// Run by japicmp: removes the types that the release declared experimental, which may change.
import japicmp.model.JApiClass

static boolean isExperimental(JApiClass type) {
    type.annotations
        .findAll { it.fullyQualifiedName == 'org.apiguardian.api.API' && it.oldAnnotation.isPresent() }
        .any { it.oldAnnotation.get().getMemberValue('status').value == 'EXPERIMENTAL' }
}

jApiClasses.removeAll { isExperimental(it) }
return jApiClasses
