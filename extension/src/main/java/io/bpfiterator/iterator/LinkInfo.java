// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The kernel's information about a link: {@code struct bpf_link_info}. The properties of cgroup and task iterators
 * require Linux 6.1.
 *
 * @param type {@code BPF_LINK_TYPE_…}; 4 for an iterator
 * @param id the link's id
 * @param programId the id of the attached program
 * @param target the kernel's name of the iterator's target; empty for another kind of link
 * @param mapId the id of the map that an iterator walks, else 0
 * @param cgroupId the id of the cgroup at which a cgroup iterator starts, else 0
 * @param cgroupOrder the order of a cgroup iterator
 * @param tid the id of the only thread that a task iterator walks, else 0
 * @param pid the id (tgid) of the only process that a task iterator walks, else 0
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record LinkInfo(
        int type,
        int id,
        int programId,
        Optional<String> target,
        int mapId,
        long cgroupId,
        Optional<CgroupOrder> cgroupOrder,
        int tid,
        int pid) {

    /** Creates the information about a link without parameters. */
    public LinkInfo(int type, int id, int programId, Optional<String> target) {
        this(type, id, programId, target, 0, 0, Optional.empty(), 0, 0);
    }

    /** Returns this information with the map that the iterator walks. */
    public LinkInfo withMap(int walkedMapId) {
        return new LinkInfo(type, id, programId, target, walkedMapId, cgroupId, cgroupOrder, tid, pid);
    }

    /** Returns this information with the cgroup at which the iterator starts. */
    public LinkInfo withCgroup(long startId, Optional<CgroupOrder> order) {
        return new LinkInfo(type, id, programId, target, mapId, startId, order, tid, pid);
    }

    /** Returns this information with the thread or process that the iterator walks. */
    public LinkInfo withTask(int onlyTid, int onlyPid) {
        return new LinkInfo(type, id, programId, target, mapId, cgroupId, cgroupOrder, onlyTid, onlyPid);
    }
}
