package io.bpfiterator.harness.engine;

import static io.bpfiterator.harness.support.Runs.launch;
import static io.bpfiterator.harness.support.Runs.plan;
import static io.bpfiterator.harness.support.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.EngineFilter.excludeEngines;
import static org.junit.platform.launcher.TagFilter.includeTags;

import io.bpfiterator.harness.engine.fixtures.Annotated;
import io.bpfiterator.harness.engine.fixtures.EveryKind;
import io.bpfiterator.harness.engine.fixtures.Pids;
import io.bpfiterator.harness.engine.fixtures.Plain;
import io.bpfiterator.harness.engine.fixtures.Suites;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

class DiscoveryTest {

    private static final String PIDS = "[class:" + Pids.class.getName() + "]";
    private static final String EVERY_KIND = "[class:" + EveryKind.class.getName() + "]";

    @Nested
    class Without_environments {

        @Test
        void jupiter_keeps_all() {
            assertThat(tests(request("", selectClass(Pids.class), selectClass(Plain.class))))
                    .containsExactlyInAnyOrder(
                            "junit-jupiter listsThisProcess(IteratorReader)",
                            "junit-jupiter hasATag()",
                            "junit-jupiter adds()");
        }
    }

    @Nested
    class With_environments {

        @Test
        void what_uses_bpf_is_shown_once_for_each_and_jupiter_leaves_it() {
            assertThat(tests(request("host, faulty:old", selectClass(Pids.class), selectClass(Plain.class))))
                    .containsExactlyInAnyOrder(
                            "bpf-iterator listsThisProcess(IteratorReader) [host]",
                            "bpf-iterator hasATag() [host]",
                            "bpf-iterator listsThisProcess(IteratorReader) [faulty:old]",
                            "bpf-iterator hasATag() [faulty:old]",
                            "junit-jupiter adds()");
        }

        @Test
        void a_class_runs_once_in_each() {
            assertThat(launch(request("host", selectClass(Pids.class), selectClass(Plain.class)))
                            .lines())
                    .containsExactlyInAnyOrder(
                            "bpf-iterator listsThisProcess(IteratorReader) [host] SUCCESSFUL",
                            "bpf-iterator hasATag() [host] SUCCESSFUL",
                            "junit-jupiter adds() SUCCESSFUL");
        }

        @Test
        void jupiter_keeps_all_if_the_engine_is_left_out_even_after_a_run_with_it() {
            plan(request("host", selectClass(Pids.class)));

            assertThat(tests(request("host", selectClass(Pids.class)).filters(excludeEngines("bpf-iterator"))))
                    .containsExactlyInAnyOrder(
                            "junit-jupiter listsThisProcess(IteratorReader)", "junit-jupiter hasATag()");
        }

        @Test
        void a_suite_has_them_too() {
            assertThat(launch(request("host", selectClass(Suites.class))).lines())
                    .containsExactlyInAnyOrder(
                            "junit-platform-suite listsThisProcess(IteratorReader) [host] SUCCESSFUL",
                            "junit-platform-suite hasATag() [host] SUCCESSFUL",
                            "junit-platform-suite adds() SUCCESSFUL");
        }

        @Test
        void an_unknown_one_is_an_error_that_names_those_there_are() {
            assertThatThrownBy(() -> plan(request("hsot", selectClass(Pids.class))))
                    .rootCause()
                    .hasMessageContaining("There is no environment \"hsot\"; there are ")
                    .hasMessageContaining("host");
        }
    }

    @Nested
    class An_annotation {

        @Test
        void says_where_a_class_runs_whether_or_not_it_uses_bpf() {
            assertThat(tests(request("", selectClass(Annotated.Directly.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void may_stand_on_an_annotation_of_ones_own() {
            assertThat(tests(request("", selectClass(Annotated.ThroughAnotherAnnotation.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void comes_before_the_configuration_parameter() {
            assertThat(tests(request("faulty:old", selectClass(Annotated.Directly.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void with_no_name_keeps_a_class_in_this_jvm() {
            assertThat(tests(request("host", selectClass(Annotated.InThisJvm.class))))
                    .containsExactly("junit-jupiter one()");
        }
    }

    @Nested
    class Tests_are_selected {

        @Test
        void by_method() throws NoSuchMethodException {
            assertThat(tests(request("host", selectMethod(Pids.class, "hasATag"))))
                    .containsExactly("bpf-iterator hasATag() [host]");
        }

        @Test
        void by_package_and_class_name() {
            assertThat(tests(request("host", selectPackage(Pids.class.getPackageName()))
                            .filters(includeClassNamePatterns(".*\\.(Pids|Plain)"))))
                    .containsExactlyInAnyOrder(
                            "bpf-iterator listsThisProcess(IteratorReader) [host]",
                            "bpf-iterator hasATag() [host]",
                            "junit-jupiter adds()");
        }

        @Test
        void by_tag() {
            assertThat(tests(request("host", selectClass(Pids.class), selectClass(Plain.class))
                            .filters(includeTags("quick"))))
                    .containsExactly("bpf-iterator hasATag() [host]");
        }

        @Test
        void by_the_unique_id_of_one_environments_test() {
            assertThat(tests(request(
                            "host, faulty:old",
                            selectUniqueId(
                                    "[engine:bpf-iterator]/[environment:host]/" + PIDS + "/[method:hasATag()]"))))
                    .containsExactly("bpf-iterator hasATag() [host]");
        }

        @Test
        void by_the_unique_id_of_an_environment_that_is_not_configured() {
            assertThat(tests(request(
                            "",
                            selectUniqueId(
                                    "[engine:bpf-iterator]/[environment:host]/" + PIDS + "/[method:hasATag()]"))))
                    .containsExactly("bpf-iterator hasATag() [host]");
        }

        @Test
        void by_jupiters_unique_id_which_is_meant_for_all_environments() {
            assertThat(tests(request(
                            "host, faulty:old",
                            selectUniqueId("[engine:junit-jupiter]/" + PIDS + "/[method:hasATag()]"))))
                    .containsExactly("bpf-iterator hasATag() [host]", "bpf-iterator hasATag() [faulty:old]");
        }

        @Test
        void by_the_unique_id_of_an_environment_itself() {
            assertThat(tests(request("host, faulty:old", selectUniqueId("[engine:bpf-iterator]/[environment:host]"))))
                    .contains("bpf-iterator hasATag() [host]")
                    .noneMatch(test -> test.contains("[faulty:old]"));
        }

        @Test
        void by_the_unique_id_of_a_single_invocation() {
            assertThat(launch(request(
                                    "host",
                                    selectUniqueId("[engine:bpf-iterator]/[environment:host]/" + EVERY_KIND
                                            + "/[test-template:parameterized(int)]/[test-template-invocation:#2]")))
                            .lines())
                    .containsExactly("bpf-iterator [2] number=2 [host] SUCCESSFUL");
        }

        @Test
        void by_iteration() {
            DiscoverySelector second = selectIteration(selectMethod(EveryKind.class, "parameterized", "int"), 1);

            assertThat(launch(request("host", second)).lines())
                    .containsExactly("bpf-iterator [2] number=2 [host] SUCCESSFUL");
        }

        @Test
        void by_a_unique_id_of_nothing_which_is_an_issue_as_for_jupiter() {
            String forgotten = "[engine:bpf-iterator]/[environment:host]/" + PIDS + "/[method:forgotten()]";

            assertThat(launch(request("host", selectUniqueId(forgotten))).lines())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("bpf-iterator FAILED", "forgotten()", "could not be resolved");
        }
    }

    private static List<String> tests(LauncherDiscoveryRequestBuilder request) {
        TestPlan plan = plan(request);
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(TestIdentifier::isTest)
                .map(test -> test.getUniqueIdObject().getEngineId().orElseThrow() + " " + test.getDisplayName())
                .toList();
    }
}
