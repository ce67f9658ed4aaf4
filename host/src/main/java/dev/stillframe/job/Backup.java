// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.config.Job;
import dev.stillframe.cycle.Coordinator;
import dev.stillframe.cycle.CycleException;
import dev.stillframe.cycle.CycleSpec;
import dev.stillframe.cycle.OnFailure;
import dev.stillframe.cycle.Prepared;
import dev.stillframe.cycle.PreparedCopy;
import dev.stillframe.cycle.PreparedImage;
import dev.stillframe.cycle.Timeouts;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.Decision;
import dev.stillframe.plan.Plan;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.tree.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes one job through its cycle and stores what it shows. */
public final class Backup {
    private final Site site;

    public Backup(Site site) {
        this.site = site;
    }

    /**
     * Makes a backup. An interrupt ends it, with everything thawed.
     *
     * @throws StillframeException if the host, the configuration or the destination failed; nothing half is published
     */
    public Result run(String name) throws StillframeException {
        return run(name, Duration.ZERO);
    }

    /**
     * The same.
     *
     * @param wait how long to wait while another backup or a recovery of this installation runs; they come one after the
     *     other, because they may share applications
     */
    public Result run(String name, Duration wait) throws StillframeException {
        return new Attempts(site.clock(), site::warn, site.system().again()).run(() -> once(name, wait));
    }

    private Result once(String name, Duration wait) throws StillframeException {
        Job job = site.job(name);
        try (Occupation occupation = site.occupy("backup of job " + name, wait);
                Writers writers = Writers.open(site, job.applications())) {
            new Recovery(site).within(occupation);
            Decision decision = new PlanMaking(site, job).decide(writers);
            if (decision instanceof Decision.Refused refused) {
                return new Result.Nothing(refused.problems());
            }
            return cycle(occupation, job, ((Decision.Planned) decision).plan(), writers);
        }
    }

    private Result cycle(Occupation occupation, Job job, Plan plan, Writers writers) throws StillframeException {
        BackupName name = BackupName.next(site.clock(), job.name());
        CycleSpec spec = new CycleSpec(
                name.cycle(),
                occupation.owner(),
                plan,
                writers.open(),
                site.providers().byId(),
                timeouts(job),
                job.onFailure() == Job.OnFailure.CONTINUE ? OnFailure.CONTINUE : OnFailure.ABORT);
        Coordinator coordinator = new Coordinator(site.clock(), site.journal(), site.guards(occupation), site.events());
        Destination.Label label = new Destination.Label(name.id(), site.host(), job.name(), name.time());
        // the draft comes first: a destination that cannot take it must not cost the applications a freeze
        try (OpenDraft open = new OpenDraft(site.destination(job).begin(label), site.events());
                Prepared prepared = coordinator.prepare(spec)) {
            Storing storing = new Storing(site, job, plan, name, open.draft());
            Result result = prepared instanceof PreparedImage image
                    ? new ImageRun(site, storing).run(image)
                    : new HeldCopyRun(site, storing).run((PreparedCopy) prepared);
            site.keep(prepared.report());
            if (result instanceof Result.Stored) {
                new Bases(site, occupation.owner()).trust(job);
            }
            remember(result);
            return result;
        } catch (CycleException e) {
            site.keep(e.report());
            return new Result.Nothing(
                    problems(e), e.report().problems().stream().anyMatch(Backup::leavesAHold));
        } catch (StillframeException e) {
            if (e.problem().code().startsWith("backup.base-")) {
                new Bases(site, occupation.owner()).distrust(job, e.problem());
            }
            if (e.problem().code().equals("backup.copy-timeout")) { // the job's own limit, not a fault of the host
                return new Result.Nothing(List.of(e.problem()));
            }
            throw e;
        }
    }

    private void remember(Result result) {
        if (result instanceof Result.Stored stored) {
            try {
                site.remember(stored.receipt());
            } catch (StillframeException e) {
                // the destination is the truth: a catalogue that lost a receipt costs no backup
                site.warn(e.problem());
            }
        }
    }

    /** Leaving backup mode, taking note and giving back are the counterparts of preparing: they get no more time. */
    private static Timeouts timeouts(Job job) {
        Duration prepare = job.prepareTimeout();
        Duration close = Timeouts.defaults().close();
        return new Timeouts(
                prepare,
                job.freezeTimeout(),
                prepare,
                job.validateTimeout(),
                prepare,
                close.compareTo(prepare) < 0 ? close : prepare);
    }

    /** Whether an emergency action failed: what it was to undo may still be in force. */
    private static boolean leavesAHold(Problem problem) {
        return problem.code().equals("guard.action");
    }

    private static List<Problem> problems(CycleException e) {
        List<Problem> problems = new ArrayList<>();
        problems.add(e.problem());
        e.report().applications().forEach(application -> {
            application.absent().ifPresent(problems::add);
            problems.addAll(application.problems());
        });
        problems.addAll(e.report().problems());
        return problems.stream().distinct().toList();
    }

    /** How it ended. */
    public sealed interface Result {
        /** A backup exists; its receipt says how good it is. Exit 0 or 3. */
        record Stored(Receipt receipt, long storedBytes) implements Result {}

        /**
         * Nothing was stored, and why. Exit 4.
         *
         * @param maybeFrozen whether an emergency thaw failed, so that an application may still be held: exit 1
         */
        record Nothing(List<Problem> problems, boolean maybeFrozen) implements Result {
            public Nothing {
                problems = List.copyOf(problems);
            }

            public Nothing(List<Problem> problems) {
                this(problems, false);
            }
        }
    }
}
