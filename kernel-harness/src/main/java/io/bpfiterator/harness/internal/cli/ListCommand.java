// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.google.gson.stream.JsonWriter;
import io.bpfiterator.internal.iterator.PinnedLinks;
import io.bpfiterator.internal.iterator.PinnedLinks.PinnedLink;
import io.bpfiterator.internal.kernel.MountTable;
import io.bpfiterator.iterator.LinkInfo;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the iterators that any process has pinned. */
@Command(
        name = "list",
        customSynopsis = "bpf-iterator iter list",
        description = {
            "List the pinned iterators in each mounted bpffs: path, id of the link, target, program, and what they are"
                    + " limited to."
        })
final class ListCommand implements Runnable {

    private final Output output;

    ListCommand(Output output) {
        this.output = output;
    }

    @Override
    public void run() {
        List<PinnedLink> iterators = MountTable.all("bpf").stream()
                .distinct()
                .flatMap(bpffs -> PinnedLinks.under(bpffs).stream())
                .toList();
        output.result(iterators.isEmpty() ? "No iterator is pinned." : table(iterators), json -> {
            json.beginArray();
            for (PinnedLink iterator : iterators) {
                write(iterator, json);
            }
            json.endArray();
        });
    }

    private static String table(List<PinnedLink> iterators) {
        Columns columns = new Columns().right(1);
        columns.row("PATH", "LINK", "TARGET", "PROGRAM", "ONLY");
        iterators.forEach(iterator -> columns.row(
                iterator.path().toString(),
                Integer.toUnsignedString(iterator.link().id()),
                iterator.link().target().orElseThrow(),
                iterator.program().name(),
                limits(iterator.link())));
        return columns.lines();
    }

    private static String limits(LinkInfo link) {
        if (link.mapId() != 0) {
            return "map id " + Integer.toUnsignedString(link.mapId());
        }
        if (link.tid() != 0) {
            return "tid " + link.tid();
        }
        if (link.pid() != 0) {
            return "pid " + link.pid();
        }
        return link.cgroupOrder()
                .map(order -> "cgroup id " + Long.toUnsignedString(link.cgroupId()) + " "
                        + order.name().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static void write(PinnedLink iterator, JsonWriter json) throws IOException {
        LinkInfo link = iterator.link();
        json.beginObject().name("path").value(iterator.path().toString());
        json.name("link_id").value(Integer.toUnsignedLong(link.id()));
        json.name("target").value(link.target().orElseThrow());
        json.name("prog_id").value(Integer.toUnsignedLong(link.programId()));
        json.name("prog_name").value(iterator.program().name());
        if (link.mapId() != 0) {
            json.name("map_id").value(Integer.toUnsignedLong(link.mapId()));
        }
        if (link.tid() != 0) {
            json.name("tid").value(link.tid());
        }
        if (link.pid() != 0) {
            json.name("pid").value(link.pid());
        }
        if (link.cgroupOrder().isPresent()) {
            json.name("cgroup_id").value(link.cgroupId());
            json.name("order").value(link.cgroupOrder().get().name().toLowerCase(Locale.ROOT));
        }
        json.endObject();
    }
}
