// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.harness.internal.agent.Agent;
import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryListener;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;

/**
 * Asks Jupiter which tests it finds, possibly for other selectors. Reports no issues: Jupiter's own discovery of the
 * same run does that.
 */
final class JupiterDiscovery {

    private final EngineDiscoveryRequest request;

    JupiterDiscovery(EngineDiscoveryRequest request) {
        this.request = request;
    }

    /** Returns Jupiter's classes; empty without Jupiter on the class path, where only other engines have tests. */
    List<TestDescriptor> find(List<DiscoverySelector> selectors) {
        return ServiceLoader.load(TestEngine.class).stream()
                .map(Provider::get)
                .filter(engine -> engine.getId().equals(Agent.ENGINE))
                .findFirst()
                .map(jupiter -> jupiter.discover(with(selectors), AgentIds.ROOT))
                .map(root -> List.<TestDescriptor>copyOf(root.getChildren()))
                .orElse(List.of());
    }

    /** Returns the request with other selectors. A proxy also supports the methods of newer JUnit platforms. */
    private EngineDiscoveryRequest with(List<DiscoverySelector> selectors) {
        return (EngineDiscoveryRequest) Proxy.newProxyInstance(
                EngineDiscoveryRequest.class.getClassLoader(),
                new Class<?>[] {EngineDiscoveryRequest.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getSelectorsByType":
                            Class<?> type = (Class<?>) arguments[0];
                            return selectors.stream().filter(type::isInstance).toList();
                        case "getDiscoveryListener":
                            return EngineDiscoveryListener.NOOP;
                        default:
                            try {
                                return method.invoke(request, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                    }
                });
    }
}
