// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.session;

import io.bpfiterator.BpfSession;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.iterator.Owner;
import io.bpfiterator.internal.iterator.PinnedIterator;
import io.bpfiterator.internal.iterator.SourceReader;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.loading.ObjectLocator;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.internal.map.MapHandle;
import io.bpfiterator.internal.map.MapReference;
import io.bpfiterator.internal.map.StandaloneMap;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.object.OpenBpfObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Implements {@link BpfSession}. */
public final class Session implements BpfSession {

    private final Class<?> resourceBase;
    private final Owner owner = new Owner(
            "The BPF session is closed: either its test has ended, or close() was called. Use an open session.");
    private final List<LoadedObject> objects = new CopyOnWriteArrayList<>();

    /** Creates a session in which the name of a resource without a leading {@code /} is relative to a class. */
    public Session(Class<?> resourceBase) {
        this.resourceBase = resourceBase;
    }

    /**
     * Opens a session that is not injected by JUnit.
     *
     * @throws io.bpfiterator.failure.DiagnosedException if the calling test is meant to run in an environment
     */
    public static Session openedByCaller(Class<?> resourceBase) {
        Placement.checkSession();
        return new Session(resourceBase);
    }

    /** Returns how many possible CPUs the kernel has. */
    public static int possibleCpus() {
        return MapHandle.possibleCpus();
    }

    @Override
    public OpenBpfObject open(String obj, boolean debug) {
        owner.requireOpen();
        return OpenedObject.open(ObjectLocator.locate(obj, resourceBase), debug, object -> {
            keep(object);
            objects.add(object);
        });
    }

    @Override
    public BpfMap<byte[], byte[]> map(String reference) {
        owner.requireOpen();
        return keep(MapReference.parse(reference).open());
    }

    @Override
    public <K, V> BpfMap<K, V> map(MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        owner.requireOpen();
        return keep(StandaloneMap.create(type, name, keys, values, maxEntries));
    }

    @Override
    public <K, V> BpfMap<K, V> map(MapType type, String name, Codec<K> keys, Codec<V> values, int maxEntries) {
        owner.requireOpen();
        return keep(StandaloneMap.create(type, name, keys, values, maxEntries));
    }

    @Override
    public <K, V> BpfMap<K, List<V>> perCpuMap(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        owner.requireOpen();
        return keep(StandaloneMap.createPerCpu(type, name, keys, values, maxEntries));
    }

    @Override
    public IteratorReader reader(Path pinned) {
        owner.requireOpen();
        return owner.add(new SourceReader(new PinnedIterator(pinned, owner.runs())));
    }

    @Override
    public Path pinPath(String name) {
        return owner.bpffs().path(name).shared();
    }

    @Override
    public <T extends AutoCloseable> T keep(T resource) {
        return owner.keep(resource);
    }

    /** Returns the objects that were loaded through this session, oldest first. */
    public List<LoadedObject> objects() {
        return objects;
    }

    /** Returns the latest readers that {@link #reader} returned. */
    public List<IteratorReader> readers() {
        return owner.readers();
    }

    @Override
    public void close() {
        owner.close();
    }
}
