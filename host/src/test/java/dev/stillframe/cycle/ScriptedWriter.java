// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.ThawAction;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An application that holds, keeps count of its holds, and misbehaves where a test says so. */
final class ScriptedWriter implements Writer {
    /** What the host can call. */
    enum Call {
        JOIN,
        PREPARE,
        FREEZE,
        THAW,
        GATHER,
        VALIDATE,
        COMPLETE,
        ABORT,
        CLOSE
    }

    final String name;
    final long pid;
    private final Map<Call, Misbehaviour> script = new EnumMap<>(Call.class);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private volatile Runnable whenHeld = () -> {};
    private volatile Runnable whenReleased = () -> {};

    // guarded by this
    private boolean held;
    private boolean backupMode;
    private boolean lost;
    private long since;
    private long longest;

    ScriptedWriter(String name, long pid) {
        this.name = name;
        this.pid = pid;
    }

    ScriptedWriter misbehaves(Call call, Misbehaviour how) {
        script.put(call, how);
        return this;
    }

    /** Its hold ends before the thaw. */
    ScriptedWriter losesItsHold() {
        lost = true;
        return this;
    }

    /** What follows when its hold is in force. */
    ScriptedWriter whenHeld(Runnable follows) {
        whenHeld = follows;
        return this;
    }

    /** What follows when its hold ends. */
    ScriptedWriter whenReleased(Runnable follows) {
        whenReleased = follows;
        return this;
    }

    /** Lets calls that come late go on. */
    void letGo() {
        letGo.countDown();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized boolean held() {
        return held;
    }

    synchronized boolean inBackupMode() {
        return backupMode;
    }

    /** The longest time it was held, in nanoseconds. */
    synchronized long longestHold() {
        return held ? Math.max(longest, System.nanoTime() - since) : longest;
    }

    /** Ends the hold, whoever wants it: the writer itself, or the guard from outside. */
    synchronized void release() {
        if (held) {
            longest = Math.max(longest, System.nanoTime() - since);
            held = false;
            whenReleased.run();
        }
    }

    @Override
    public Inventory identify(IdentifyRequest request) {
        throw new IllegalStateException("a cycle does not identify");
    }

    @Override
    public Freezable join(Cycle cycle) {
        calls.add(Call.JOIN);
        unchecked(Call.JOIN);
        return nullIfScripted(Call.JOIN, new Part(cycle));
    }

    @Override
    public void close() {}

    private synchronized void hold() {
        held = true;
        since = System.nanoTime();
        whenHeld.run();
    }

    private void unchecked(Call call) {
        try {
            play(call);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Misbehaves, if the script says so. */
    private void play(Call call) throws WriterException {
        Misbehaviour how = script.get(call);
        if (how == null) {
            return;
        }
        switch (how) {
            case REFUSES ->
                throw new WriterException(
                        "test.refused", "application " + name + " refused " + call, Retry.HELPS, "ask again");
            case THROWS_UNDECLARED -> throw new IllegalStateException("undeclared");
            case THROWS_UNPRINTABLE -> throw new Unprintable();
            case LINKAGE_ERROR -> throw new NoClassDefFoundError("com/example/Missing");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("scripted");
            case STACK_OVERFLOW -> throw new StackOverflowError("scripted");
            case RETURNS_NULL -> {}
            case HANGS -> hang();
            case HANGS_STUBBORNLY, COMES_LATE -> hangStubbornly();
        }
    }

    private void hang() throws WriterException {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new WriterException("test.interrupted", "interrupted", Retry.HELPS, "", e);
        }
    }

    private void hangStubbornly() {
        while (true) {
            try {
                letGo.await();
                return;
            } catch (InterruptedException e) {
                // as a database driver does
            }
        }
    }

    @SuppressWarnings("NullAway")
    private <T> T nullIfScripted(Call call, T value) {
        return script.get(call) == Misbehaviour.RETURNS_NULL ? null : value;
    }

    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("worse");
        }
    }

    private final class Part implements Freezable {
        private final Cycle cycle;

        Part(Cycle cycle) {
            this.cycle = cycle;
        }

        @Override
        public void prepare(Deadline deadline) throws WriterException {
            calls.add(Call.PREPARE);
            synchronized (ScriptedWriter.this) {
                backupMode = true;
            }
            play(Call.PREPARE);
        }

        @Override
        public void freeze(Deadline deadline) throws WriterException {
            calls.add(Call.FREEZE);
            if (script.get(Call.FREEZE) == Misbehaviour.COMES_LATE) {
                play(Call.FREEZE);
                hold(); // although it was aborted: what the host must undo once more
                return;
            }
            cycle.guard().arm(new ThawAction.ContinueProcess(pid, 1));
            hold(); // one that fails has frozen all the same
            play(Call.FREEZE);
        }

        @Override
        public Thaw thaw(Deadline deadline) throws WriterException {
            calls.add(Call.THAW);
            play(Call.THAW);
            release();
            Thaw thaw = lost ? new Thaw.Lost("its connection broke") : new Thaw.Held(Map.of("held-by", name));
            return nullIfScripted(Call.THAW, thaw);
        }

        @Override
        public Gathered gather(Deadline deadline) throws WriterException {
            calls.add(Call.GATHER);
            play(Call.GATHER);
            synchronized (ScriptedWriter.this) {
                backupMode = false;
            }
            Map<ComponentId, Map<String, String>> facts = Map.of(new ComponentId(name), Map.of("gathered", "yes"));
            return nullIfScripted(Call.GATHER, new Gathered(List.of(), facts));
        }

        @Override
        public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
            calls.add(Call.VALIDATE);
            play(Call.VALIDATE);
            Verdict sound = new Verdict.Sound(7, 0, "pages", List.of());
            return nullIfScripted(Call.VALIDATE, Map.of(new ComponentId(name), sound));
        }

        @Override
        public void complete(Set<ComponentId> stored, Deadline deadline) throws WriterException {
            calls.add(Call.COMPLETE);
            play(Call.COMPLETE);
        }

        @Override
        public void abort() {
            calls.add(Call.ABORT);
            unchecked(Call.ABORT);
            release();
            synchronized (ScriptedWriter.this) {
                backupMode = false;
            }
        }

        @Override
        public void close() {
            calls.add(Call.CLOSE);
            unchecked(Call.CLOSE);
        }
    }
}
