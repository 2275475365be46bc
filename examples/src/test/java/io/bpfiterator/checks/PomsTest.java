// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The poms have what Maven Central requires, and the BOM, which has no parent, agrees with the others. */
class PomsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Element PARENT = pom("");
    private static final Element BOM = pom("bom");

    private static Element pom(String module) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(ROOT.resolve(module).resolve("pom.xml").toFile())
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Element> withoutParent() {
        return Stream.of(PARENT, BOM);
    }

    @ParameterizedTest
    @MethodSource("withoutParent")
    void a_pom_without_a_parent_has_all_that_central_requires(Element pom) {
        assertThat(List.of("name", "description", "url", "licenses", "developers", "scm"))
                .allSatisfy(name -> assertThat(text(pom, name)).isNotBlank());
    }

    /** Its children are at the same address. */
    @Test
    void the_parent_appends_nothing_to_the_addresses_of_its_children() {
        assertThat(PARENT.getAttribute("child.project.url.inherit.append.path")).isEqualTo("false");
        assertThat(List.of("connection", "developerConnection", "url")).allSatisfy(name -> assertThat(
                        child(PARENT, "scm").getAttribute("child.scm." + name + ".inherit.append.path"))
                .isEqualTo("false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"groupId", "version", "url", "inceptionYear", "licenses", "developers", "scm"})
    void the_bom_agrees_with_the_parent(String name) {
        assertThat(text(BOM, name)).isEqualTo(text(PARENT, name));
    }

    @Test
    void the_bom_has_the_version_of_each_module_that_is_deployed() {
        assertThat(children(child(child(BOM, "dependencyManagement"), "dependencies"))
                        .map(dependency -> text(dependency, "artifactId")))
                .containsExactlyElementsOf(children(child(PARENT, "modules"))
                        .map(Node::getTextContent)
                        .filter(module -> Files.isDirectory(ROOT.resolve(module).resolve("src/main")))
                        .map(module -> text(pom(module), "artifactId"))
                        .toList());
    }

    /** A version of a plugin, or of the signature, is the parent's. */
    @Test
    void the_bom_uses_the_plugins_of_the_parent() {
        assertThat(plugins(BOM)).isNotEmpty().isSubsetOf(plugins(PARENT));
    }

    private static List<String> plugins(Element pom) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> (Element) pom.getElementsByTagName("plugin").item(i))
                .takeWhile(plugin -> plugin != null)
                .map(plugin -> text(plugin, "artifactId") + ":" + text(plugin, "version"))
                .toList();
    }

    /** Returns the text of a child, with its blanks collapsed. */
    private static String text(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().replaceAll("\\s+", " ").strip())
                .findFirst()
                .orElse("");
    }

    private static Element child(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Element> children(Element parent) {
        return Stream.iterate(parent.getFirstChild(), node -> node != null, Node::getNextSibling)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
