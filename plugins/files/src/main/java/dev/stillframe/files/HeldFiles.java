// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files in one cycle, whose application is held still by commands. */
final class HeldFiles extends PlainFiles implements Freezable {
    private final HoldCommands commands;
    private final Cycle cycle;
    private final CommandHold hold;
    private final Map<String, String> evidence = new LinkedHashMap<>();

    HeldFiles(HoldCommands commands, Cycle cycle, String application) {
        super(cycle);
        this.commands = commands;
        this.cycle = cycle;
        this.hold = new CommandHold(commands, application);
    }

    /** Arms the thaw already here, so that it is in the journal before anything is frozen. */
    @Override
    public void prepare(Deadline deadline) throws WriterException {
        hold.warmUp();
        cycle.guard().arm(commands.undo());
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        Duration left = deadline.remaining();
        hold.freeze(shorter(left, commands.limit()));
        evidence.put("freeze-command", "exit code 0 after " + took(left, deadline));
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        Duration left = deadline.remaining();
        String broken = check(shorter(left.dividedBy(3), commands.limit())); // the rest is the thaw's
        evidence.put("check-command", commands.check().isPresent() ? "exit code 0" : "none: held as declared");
        Duration leftToThaw = deadline.remaining();
        hold.thaw(shorter(leftToThaw, commands.limit()));
        evidence.put("thaw-command", "exit code 0 after " + took(leftToThaw, deadline));
        return broken.isEmpty() ? new Thaw.Held(evidence) : new Thaw.Lost(broken);
    }

    /** What broke the hold; empty if nothing did. A check that gives no answer proves nothing, so it breaks it too. */
    private String check(Duration limit) {
        try {
            return hold.check(limit);
        } catch (WriterException e) {
            return "the check gave no answer: " + e.getMessage();
        }
    }

    @Override
    public void abort() {
        hold.abort();
    }

    @Override
    public void close() {
        hold.abort(); // does nothing after a good thaw
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String took(Duration before, Deadline deadline) {
        return before.minus(deadline.remaining()).toMillis() + " ms";
    }
}
