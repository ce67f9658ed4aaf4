// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.Guard;
import dev.stillframe.api.Retry;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A guard that notes what it is armed with, and answers as it is told. */
public final class KitGuard implements Guard {
    /** How a guard answers. */
    @FunctionalInterface
    public interface Answer {
        /** Returns if it acknowledges. */
        void to(ThawAction action) throws WriterException;
    }

    private final List<ThawAction> armed = new CopyOnWriteArrayList<>();
    private final Answer answer;

    private KitGuard(Answer answer) {
        this.answer = answer;
    }

    /** Acknowledges at once. */
    public static KitGuard willing() {
        return new KitGuard(action -> {});
    }

    /** Refuses every action, as a guard does that has died. */
    public static KitGuard refusing() {
        return new KitGuard(action -> {
            throw new WriterException("guard.gone", "the guard is gone", Retry.UNKNOWN, "the kit refuses on purpose");
        });
    }

    /** Answers in its own way. */
    public static KitGuard answering(Answer answer) {
        return new KitGuard(answer);
    }

    /** What it was armed with, in order, acknowledged or not. */
    public List<ThawAction> armed() {
        return List.copyOf(armed);
    }

    @Override
    public void withdraw(ThawAction action) {
        armed.remove(action);
    }

    @Override
    public void arm(ThawAction action) throws WriterException {
        armed.add(action);
        answer.to(action);
    }
}
