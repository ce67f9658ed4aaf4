// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.snapshot.OwnedSnapshot;
import dev.stillframe.cycle.RecoveryReport;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.guard.Ledger;
import dev.stillframe.tree.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Ends what an earlier life of this installation left: holds, snapshots, drafts. Runs at every start, too. */
public final class Recovery {
    private final Site site;

    public Recovery(Site site) {
        this.site = site;
    }

    /**
     * Recovers; running it again does nothing more.
     *
     * @throws StillframeException if another process of this installation is at work: what is there may be its own
     */
    public Result run() throws StillframeException {
        try (Occupation occupation = site.occupy("recover")) {
            return recover(occupation);
        }
    }

    /** The same at the start of a backup; what was left, and what cannot be recovered, are warnings there. */
    void within(Occupation occupation) throws StillframeException {
        Result result = recover(occupation);
        result.done()
                .forEach(done -> site.warn(new Problem(
                        "recover.done",
                        done,
                        Retry.DOES_NOT_HELP,
                        "if an earlier run did not end by itself, the log says how far it came")));
        result.problems().forEach(site::warn);
    }

    private Result recover(Occupation occupation) throws StillframeException {
        MountedVolumes mounted = site.system().mounted();
        RecoveryReport report = new dev.stillframe.cycle.Recovery(
                        occupation.owner(),
                        site.journal(),
                        site.system().undo(),
                        site.system().ledgers(occupation.owner()),
                        site.providers().byId())
                .recover(Set.of(), mounted.volumes());
        List<String> done = new ArrayList<>();
        for (Ledger ledger : report.guarded()) {
            ledger.done()
                    .forEach(entry -> done.add("the guard of cycle " + ledger.cycle() + " did " + entry.action()
                            + " for application " + entry.application() + ", because "
                            + ledger.acted().orElseThrow().why()));
        }
        report.undone().forEach(action -> done.add("undid " + action));
        for (OwnedSnapshot snapshot : report.released()) {
            done.add("removed the snapshot " + snapshot.place() + " of cycle " + snapshot.cycle());
        }
        report.ended().forEach(cycle -> done.add("closed cycle " + cycle));
        List<Problem> problems = new ArrayList<>(mounted.problems());
        problems.addAll(report.problems());
        try {
            done.addAll(new Bases(site, occupation.owner()).sweep(mounted.volumes()));
        } catch (StillframeException e) {
            problems.add(e.problem());
        }
        try {
            for (Destination destination : site.destinations()) {
                destination.sweep(site.host()).forEach(draft -> done.add("removed the unfinished backup " + draft));
            }
        } catch (StillframeException e) {
            problems.add(e.problem());
        }
        return new Result(done, problems);
    }

    /**
     * What was done.
     *
     * @param done one line for each thing that was ended or removed
     * @param problems what could not be
     */
    public record Result(List<String> done, List<Problem> problems) {
        public Result {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }
}
