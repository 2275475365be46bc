// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.launch;
import static io.bpfiterator.harness.support.Runs.plan;
import static io.bpfiterator.harness.support.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.EngineFilter.excludeEngines;
import static org.junit.platform.launcher.TagFilter.includeTags;

import io.bpfiterator.harness.internal.engine.fixtures.Annotated;
import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import io.bpfiterator.harness.internal.engine.fixtures.Suites;
import io.bpfiterator.support.NeedsKernel;
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
        void jupiter_runs_all_classes() {
            assertThat(tests(request("none", selectClass(Pids.class), selectClass(Plain.class))))
                    .containsExactlyInAnyOrder(
                            "junit-jupiter listsThisProcess(IteratorReader)",
                            "junit-jupiter hasATag()",
                            "junit-jupiter adds()");
        }
    }

    @Nested
    class With_environments {

        @Test
        void classes_that_use_bpf_are_found_once_for_each_and_not_by_jupiter() {
            assertThat(tests(request("host, faulty:old", selectClass(Pids.class), selectClass(Plain.class))))
                    .containsExactlyInAnyOrder(
                            "bpf-iterator listsThisProcess(IteratorReader) [host]",
                            "bpf-iterator hasATag() [host]",
                            "bpf-iterator listsThisProcess(IteratorReader) [faulty:old]",
                            "bpf-iterator hasATag() [faulty:old]",
                            "junit-jupiter adds()");
        }

        @Test
        @NeedsKernel
        void a_class_runs_once_in_each() {
            assertThat(launch(request("host", selectClass(Pids.class), selectClass(Plain.class)))
                            .lines())
                    .containsExactlyInAnyOrder(
                            "bpf-iterator listsThisProcess(IteratorReader) [host] SUCCESSFUL",
                            "bpf-iterator hasATag() [host] SUCCESSFUL",
                            "junit-jupiter adds() SUCCESSFUL");
        }

        @Test
        void jupiter_runs_all_classes_if_the_engine_is_excluded_even_after_a_run_with_it() {
            plan(request("host", selectClass(Pids.class)));

            assertThat(tests(request("host", selectClass(Pids.class)).filters(excludeEngines("bpf-iterator"))))
                    .containsExactlyInAnyOrder(
                            "junit-jupiter listsThisProcess(IteratorReader)", "junit-jupiter hasATag()");
        }

        @Test
        @NeedsKernel
        void a_suite_runs_its_classes_in_them_too() {
            assertThat(launch(request("host", selectClass(Suites.class))).lines())
                    .containsExactlyInAnyOrder(
                            "junit-platform-suite listsThisProcess(IteratorReader) [host] SUCCESSFUL",
                            "junit-platform-suite hasATag() [host] SUCCESSFUL",
                            "junit-platform-suite adds() SUCCESSFUL");
        }

        @Test
        void an_unknown_one_is_one_failure_that_lists_the_known_ones_and_no_test_that_uses_bpf_runs() {
            assertThat(launch(request("hsot, second", selectClass(Pids.class), selectClass(Plain.class)))
                            .lines())
                    .hasSize(2)
                    .contains("junit-jupiter adds() SUCCESSFUL")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("bpf-iterator settings FAILED")
                            .contains("Unknown environment \"hsot\". Known environments are ", " host, container, ")
                            .endsWith("Did you mean host?"));
        }

        @Test
        void an_empty_list_is_one_failure() {
            assertRefused(
                    request(",", selectClass(Pids.class)),
                    "bpfiterator.environments is \",\": it must be a comma-separated list of environments.");
        }
    }

    @Nested
    class An_invalid_setting {

        @Test
        void is_one_failure_even_without_environments() {
            assertRefused(
                    request("", selectClass(Pids.class), selectClass(Annotated.Directly.class))
                            .configurationParameter("bpfiterator.vm.memory", "12x")
                            .configurationParameter("bpfiterator.enviroments", "host"),
                    "Unknown setting bpfiterator.enviroments. Did you mean bpfiterator.environments?\n"
                            + "bpfiterator.vm.memory is \"12x\": it must be a whole number of megabytes between 256 and"
                            + " 1048576.");
        }

        @Test
        void is_one_failure_even_if_a_tag_selects_no_test() {
            assertRefused(
                    request("hsot", selectClass(Pids.class)).filters(includeTags("no-such-tag")),
                    "Unknown environment \"hsot\"");
        }

        @Test
        void is_one_failure_if_a_unique_id_names_an_unknown_environment() {
            assertRefused(
                    request(
                            "",
                            selectUniqueId(
                                    "[engine:bpf-iterator]/[environment:vm6.1]/" + PIDS + "/[method:hasATag()]")),
                    "Unknown environment \"vm6.1\"");
        }

        @Test
        void of_an_annotation_names_the_class() {
            assertRefused(
                    request("", selectClass(Annotated.Misspelt.class)),
                    "@InEnvironments of " + Annotated.Misspelt.class.getName()
                            + ": Unknown environment \"hots\". Known environments are ");
        }

        @Test
        void of_an_unused_environment_is_one_failure() {
            assertRefused(
                    request("host", selectClass(Pids.class)).configurationParameter("bpfiterator.container.pid", "onw"),
                    "bpfiterator.container.pid is \"onw\": it must be host or own. Did you mean own?");
        }

        @Test
        void that_only_its_environment_can_check_is_one_failure() {
            assertRefused(
                    request("container", selectClass(Pids.class))
                            .configurationParameter("bpfiterator.container.privileges", "SYS_ADMIN, PREFMON"),
                    "bpfiterator.container.privileges is \"SYS_ADMIN, PREFMON\": it must be privileged, capabilities,"
                            + " or"
                            + " names of capabilities such as \"BPF, PERFMON\". Did you mean PERFMON?");
        }

        @Test
        void of_an_environment_provider_is_checked_like_any_other() {
            assertThat(tests(request("host", selectClass(Pids.class))
                            .configurationParameter("bpfiterator.faulty.delay", "3")))
                    .hasSize(2);
            assertRefused(
                    request("host", selectClass(Pids.class)).configurationParameter("bpfiterator.faulty.delay", "long"),
                    "bpfiterator.faulty.delay is \"long\": it must be a whole number of seconds between 1 and 9.");
        }
    }

    @Nested
    class An_annotation {

        @Test
        void selects_the_environment_of_a_class_even_without_bpf() {
            assertThat(tests(request("", selectClass(Annotated.Directly.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void may_be_a_meta_annotation() {
            assertThat(tests(request("", selectClass(Annotated.ThroughAnotherAnnotation.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void overrides_the_configuration_parameter() {
            assertThat(tests(request("faulty:old", selectClass(Annotated.Directly.class))))
                    .containsExactly("bpf-iterator one() [host]");
        }

        @Test
        void without_names_keeps_a_class_in_this_jvm() {
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
        void by_jupiters_unique_id_in_all_environments() {
            assertThat(tests(request(
                            "host, faulty:old",
                            selectUniqueId("[engine:junit-jupiter]/" + PIDS + "/[method:hasATag()]"))))
                    .containsExactly("bpf-iterator hasATag() [host]", "bpf-iterator hasATag() [faulty:old]");
        }

        @Test
        void by_the_unique_id_of_an_environment_itself() {
            assertThat(tests(request("host, faulty:old", selectUniqueId("[engine:bpf-iterator]/[environment:host]"))
                            .filters(includeClassNamePatterns(".*\\.(Pids|Plain)"))))
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
        void by_an_unknown_unique_id_which_is_an_issue_as_in_jupiter() {
            String forgotten = "[engine:bpf-iterator]/[environment:host]/" + PIDS + "/[method:forgotten()]";

            assertThat(launch(request("host", selectUniqueId(forgotten))).lines())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("bpf-iterator FAILED", "forgotten()", "could not be resolved");
        }
    }

    private static void assertRefused(LauncherDiscoveryRequestBuilder request, String message) {
        assertThat(launch(request).lines())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("bpf-iterator settings FAILED")
                .contains(message);
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
