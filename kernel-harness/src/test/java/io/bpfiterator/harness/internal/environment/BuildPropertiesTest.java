// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildPropertiesTest {

    private static Properties properties(String... names) {
        Properties properties = new Properties();
        for (String name : names) {
            properties.setProperty(name, "value");
        }
        return properties;
    }

    @Test
    void an_agent_gets_properties_whose_names_only_begin_like_those_of_a_jvm() {
        assertThat(BuildProperties.afterStart(properties(
                        "path.object", "file.prefix", "user.timezone", "java.util.logging.config.file", "jdk.tls.x")))
                .hasSize(5);
    }

    @Test
    void an_agent_has_its_own_modules_directories_ports_and_cache() {
        assertThat(BuildProperties.afterStart(properties(
                        "jdk.module.path",
                        "java.io.tmpdir",
                        "user.dir",
                        "com.sun.management.jmxremote.port",
                        "bpfiterator.cache")))
                .isEmpty();
    }

    @Test
    void what_the_command_line_defines_is_defined_when_the_agent_starts() {
        assertThat(BuildProperties.atStart(
                        List.of("-Xmx1g", "-Dpath.object=a=b", "-Dflag", "-Djava.io.tmpdir=/tmp/x"), new Properties()))
                .containsExactly("-Dpath.object=a=b", "-Dflag");
    }

    @Test
    void the_locale_and_the_time_zone_are_those_of_this_jvm_however_they_were_set() {
        assertThat(BuildProperties.atStart(List.of("-Duser.language=x"), properties("user.language", "user.timezone")))
                .containsExactly("-Duser.language=value", "-Duser.timezone=value");
    }
}
