// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.WriterStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which VSS writer holds which component, and whether it still does. Confined to one thread. */
final class NativeHolds {
    /** A component of the request, found among what the writers offer. */
    record Bound(VssWriter writer, VssWriter.Component component) {}

    private final Map<Quiesce.Native, Bound> bound = new LinkedHashMap<>();
    private final Map<Quiesce.Native, String> lost = new LinkedHashMap<>();
    private final Map<UUID, String> states = new LinkedHashMap<>();

    /** @throws SnapshotException if a writer is not there or has no such component: nobody would hold it */
    static NativeHolds bind(List<Quiesce.Native> wanted, List<VssWriter> writers) throws SnapshotException {
        NativeHolds holds = new NativeHolds();
        for (Quiesce.Native one : wanted) {
            holds.bound.put(one, find(one, writers));
        }
        return holds;
    }

    Map<Quiesce.Native, Bound> bound() {
        return bound;
    }

    /**
     * Notes how the writers fare after a phase. A writer that failed does not recover within one backup, and one that
     * reports nothing holds nothing.
     */
    void heard(String phase, List<WriterStatus> statuses) {
        bound.forEach((one, found) -> {
            Optional<WriterStatus> status = statuses.stream()
                    .filter(each -> each.instance().equals(found.writer().instance()))
                    .findFirst();
            String name = found.writer().name();
            if (status.isEmpty()) {
                lost.putIfAbsent(one, "the VSS writer " + name + " reported nothing after " + phase);
            } else if (!status.get().good()) {
                lost.putIfAbsent(
                        one, "the VSS writer " + name + " " + status.get().describe());
            } else {
                states.put(found.writer().instance(), status.get().describe());
            }
        });
    }

    boolean holds(Quiesce.Native one) {
        return bound.containsKey(one) && !lost.containsKey(one);
    }

    /** How each hold ended, once the shadow copies are there. */
    Map<Quiesce.Native, Thaw> outcomes(UUID set) {
        Map<Quiesce.Native, Thaw> outcomes = new LinkedHashMap<>();
        bound.forEach((one, found) -> {
            String reason = lost.get(one);
            outcomes.put(
                    one,
                    reason != null
                            ? new Thaw.Lost(reason)
                            : new Thaw.Held(Map.of(
                                    "vss-writer",
                                    found.writer().name(),
                                    "vss-writer-state",
                                    states.getOrDefault(found.writer().instance(), ""),
                                    "vss-snapshot-set",
                                    set.toString(),
                                    SavedComponent.WRITER,
                                    one.writer().toString(),
                                    SavedComponent.PATH,
                                    one.logicalPath(),
                                    SavedComponent.NAME,
                                    one.component(),
                                    SavedComponent.TYPE,
                                    String.valueOf(found.component().type()))));
        });
        return outcomes;
    }

    private static Bound find(Quiesce.Native wanted, List<VssWriter> writers) throws SnapshotException {
        String component = path(wanted.logicalPath(), wanted.component());
        List<VssWriter> ofClass = writers.stream()
                .filter(each -> each.id().equals(wanted.writer()))
                .toList();
        if (ofClass.isEmpty()) {
            throw VssErrors.of(
                    "no-writer",
                    "the VSS writer {" + wanted.writer() + "} of component " + component + " is not running",
                    Retry.UNKNOWN,
                    "start the application's services; vssadmin list writers shows who is there");
        }
        for (VssWriter writer : ofClass) {
            for (VssWriter.Component each : writer.components()) {
                if (each.logicalPath().equals(wanted.logicalPath())
                        && each.name().equals(wanted.component())) {
                    return new Bound(writer, each);
                }
            }
        }
        throw VssErrors.of(
                "no-component",
                "the VSS writer " + ofClass.get(0).name() + " has no component " + component,
                Retry.UNKNOWN,
                "it may be dismounted, or named differently: diskshadow's list writers shows all");
    }

    private static String path(String logicalPath, String name) {
        return logicalPath.isEmpty() ? name : logicalPath + "\\" + name;
    }
}
