// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.Map;

/** Files in one cycle, whose writers are stopped. */
final class StoppedFiles extends PlainFiles implements Freezable {
    private final StoppedProcesses processes;
    private final WriterContext context;
    private final HoldProcesses hold;
    private final UnitTree tree;
    private final List<String> paths;

    StoppedFiles(HoldProcesses hold, UnitTree tree, Cycle cycle, WriterContext context, List<String> paths) {
        super(cycle);
        this.processes = new StoppedProcesses(context, cycle.guard());
        this.context = context;
        this.hold = hold;
        this.tree = tree;
        this.paths = paths;
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        processes.prepare(
                hold.units().isEmpty()
                        ? new WhoWrites(
                                context, List.copyOf(Roots.resolve(paths).values()))
                        : UnitProcesses.of(hold.units(), tree));
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        processes.freeze(deadline);
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        int count = processes.count();
        String broken;
        try {
            broken = processes.broken();
        } catch (WriterException e) {
            broken = "whether the hold held could not be seen: " + e.getMessage();
        }
        processes.thaw();
        return broken.isEmpty()
                ? new Thaw.Held(Map.of("stopped", count + (count == 1 ? " process" : " processes")))
                : new Thaw.Lost(broken);
    }

    @Override
    public void abort() {
        processes.abort();
    }

    @Override
    public void close() {
        processes.abort(); // does nothing after a good thaw
    }
}
