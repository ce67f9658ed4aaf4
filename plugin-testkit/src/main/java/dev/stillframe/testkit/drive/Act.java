// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Verdict;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.runtime.call.BoundedParticipant;
import dev.stillframe.runtime.call.BoundedWriter;
import dev.stillframe.runtime.call.Done;
import dev.stillframe.runtime.call.Fault;
import dev.stillframe.runtime.call.Outcome;
import dev.stillframe.runtime.call.PendingCall;
import dev.stillframe.testkit.plugin.PackagedPlugin;
import java.util.Map;
import java.util.Set;

/**
 * One cycle of the writer under test, from open to close. Each method makes one call through the discipline of the host
 * and throws an {@link AssertionError} if it does not return well.
 */
public final class Act implements AutoCloseable {
    private final BoundedWriter writer;
    private final Inventory inventory;
    private final KitGuard guard;
    private final BoundedParticipant participant;
    private boolean closed;

    private Act(BoundedWriter writer, Inventory inventory, KitGuard guard, BoundedParticipant participant) {
        this.writer = writer;
        this.inventory = inventory;
        this.guard = guard;
        this.participant = participant;
    }

    /** Opens the writer, identifies and joins. */
    public static Act begin(PackagedPlugin plugin, Settings settings, KitContext context, KitGuard guard) {
        return begin(plugin.bounded(), settings, context, guard);
    }

    /** The same, with a factory that is bounded already. */
    static Act begin(BoundedFactory factory, Settings settings, KitContext context, KitGuard guard) {
        BoundedWriter writer = good("open", factory.open(settings, context, Limits.soon()));
        try {
            Inventory inventory = good("identify", writer.identify(BackupType.COPY, Limits.CALL));
            KitCycle cycle = KitCycle.of(inventory, guard);
            return new Act(writer, inventory, guard, good("join", writer.join(cycle, Limits.soon())));
        } catch (AssertionError e) {
            writer.close();
            throw e;
        }
    }

    /** The result of a call. */
    public static <T> T good(String call, Outcome<T> outcome) {
        return outcome.result()
                .orElseThrow(() -> new AssertionError(
                        call + " failed: " + outcome.failure().map(Act::text).orElse("")));
    }

    private static String text(Fault fault) {
        return fault.message() + " (" + fault.code() + ")";
    }

    /** What the writer found. */
    public Inventory inventory() {
        return inventory;
    }

    /** Whether a component declares a hold: then there is a freeze and a thaw. */
    public boolean holds() {
        return inventory.components().stream().anyMatch(Act::holds);
    }

    /** Whether a component declares a hold. */
    public static boolean holds(Component component) {
        return component.quiesce() instanceof Quiesce.Hold || component.quiesce() instanceof Quiesce.Suspended;
    }

    /** Whether a component declares backup mode. */
    public boolean backupMode() {
        return inventory.components().stream().anyMatch(each -> each.quiesce() instanceof Quiesce.BackupMode);
    }

    /** The guard of this cycle. */
    public KitGuard guard() {
        return guard;
    }

    /** The participant itself, for calls that are not waited for. */
    public BoundedParticipant participant() {
        return participant;
    }

    /** Prepares. */
    public void prepare() {
        good("prepare", participant.prepare(Limits.in(Limits.CALL)).await());
    }

    /** Freezes. */
    public void freeze() {
        good("freeze", participant.freeze(Limits.in(Limits.HOLD)).await());
    }

    /** Thaws. */
    public Thaw thaw() {
        return good("thaw", participant.thaw(Limits.in(Limits.HOLD)).await());
    }

    /** Gathers. */
    public Gathered gather() {
        return good("gather", participant.gather(Limits.in(Limits.CALL)).await());
    }

    /** Validates. */
    public Map<ComponentId, Verdict> validate(BackupImage image) {
        return good(
                "validate", participant.validate(image, Limits.in(Limits.CALL)).await());
    }

    /** Completes. */
    public void complete(Set<ComponentId> stored) {
        good("complete", participant.complete(stored, Limits.in(Limits.CALL)).await());
    }

    /** Aborts, and waits until the abort has returned. */
    public void abort() {
        good("abort", participant.abort(Limits.in(Limits.soon())).awaitUninterruptibly());
    }

    /** Closes the participant, and waits until the close has returned. */
    public void closeParticipant() {
        PendingCall<Done> closing = participant.close(Limits.in(Limits.soon()));
        good("close", closing.awaitUninterruptibly());
    }

    /** Closes participant and writer; aborts before, so that a rule that is broken leaves nothing behind. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            participant.abort(Limits.in(Limits.soon())).awaitUninterruptibly();
            participant.close(Limits.in(Limits.soon())).awaitUninterruptibly();
            writer.close();
        }
    }

    /** Ends a cycle that went well: no abort is made. */
    public void end() {
        closed = true;
        closeParticipant();
        writer.close();
    }
}
