// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hold that begins and ends with commands. Whatever the freeze command did, a thaw command that began after its end and
 * succeeded ends the hold; until then a thaw is owed.
 */
final class CommandHold {
    private static final Logger log = LoggerFactory.getLogger(CommandHold.class);
    private static final String FREEZE = "freeze-command";
    private static final Duration DYING = Duration.ofSeconds(2);

    private final HoldCommands commands;
    private final String application;

    /** Guards the fields below; never held while a command runs. */
    private final Object state = new Object();
    /** One undoing at a time: who comes second finds it done, or tries again. */
    private final Object undoing = new Object();

    private boolean aborted;
    private boolean owed;
    /** Between the decision to start a command and its process. */
    private boolean starting;

    private @Nullable CommandRun running;

    CommandHold(HoldCommands commands, String application) {
        this.commands = commands;
        this.application = application;
    }

    /** Starts a program that does nothing, so that no class is loaded for it inside the frozen window. */
    void warmUp() {
        try {
            CommandRun.start(List.of("/bin/true")).await(DYING);
        } catch (IOException e) {
            log.debug("cannot start /bin/true", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void freeze(Duration limit) throws WriterException {
        CommandRun.Ending ending;
        try {
            ending = run(FREEZE, commands.freeze(), limit);
        } finally {
            if (aborted()) {
                undo(); // the abort's own thaw may have come before the end of the freeze
            }
        }
        if (!ending.good()) {
            throw problem("files.freeze-failed", "is not frozen: its freeze-command " + ending.text(), null);
        }
    }

    /** @return why the hold does not count; empty if it does */
    String check(Duration limit) throws WriterException {
        if (commands.check().isEmpty()) {
            return "";
        }
        CommandRun.Ending ending = run("check-command", commands.check().get(), limit);
        return ending.good() ? "" : "the check-command " + ending.text();
    }

    void thaw(Duration limit) throws WriterException {
        CommandRun.Ending ending = run("thaw-command", commands.thaw(), limit);
        if (!ending.good()) {
            throw problem("files.thaw-failed", "may still be frozen: its thaw-command " + ending.text(), null);
        }
        synchronized (state) {
            owed = false;
        }
    }

    /** From any thread: kills what runs and thaws, if a freeze was ever begun and not yet thawed. Never throws. */
    void abort() {
        CommandRun hanging;
        synchronized (state) {
            aborted = true;
            hanging = running;
        }
        if (hanging != null) {
            hanging.kill();
        }
        undo();
    }

    /** On a thread of its own, which nobody interrupts: the caller's may be, because its call took too long. */
    private void undo() {
        Thread thread = new Thread(this::undoOnce, "thaw of " + application);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void undoOnce() {
        synchronized (undoing) {
            CommandRun freezing;
            boolean over;
            synchronized (state) {
                if (!owed) {
                    return;
                }
                freezing = running;
                over = !starting;
            }
            try {
                over &= freezing == null || freezing.endsWithin(DYING);
                CommandRun.Ending ending = CommandRun.start(commands.thaw()).await(commands.limit());
                if (!ending.good()) {
                    log.error("application {} may still be frozen: its thaw-command {}", application, ending.text());
                } else if (over) {
                    synchronized (state) {
                        owed = false;
                    }
                }
            } catch (IOException | InterruptedException e) {
                log.error("application {} may still be frozen: its thaw-command cannot be run", application, e);
            }
        }
    }

    private boolean aborted() {
        synchronized (state) {
            return aborted;
        }
    }

    private CommandRun.Ending run(String name, List<String> command, Duration limit) throws WriterException {
        synchronized (state) {
            if (aborted) {
                throw problem("files.aborted", "was aborted before its " + name, null);
            }
            starting = true;
            owed |= name.equals(FREEZE); // in one step with the above, so that an abort knows of it
        }
        CommandRun run = null;
        CommandRun.Ending ending;
        try {
            run = CommandRun.start(command);
            synchronized (state) {
                running = run;
                starting = false;
            }
            if (aborted()) {
                run.kill();
            }
            ending = run.await(limit);
        } catch (IOException e) {
            throw problem("files.command", "cannot start its " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("files.interrupted", "was interrupted in its " + name, e);
        } finally {
            synchronized (state) {
                starting = false;
                running = run != null && run.alive() ? run : null; // not even killed: it may still freeze something
            }
        }
        if (aborted()) {
            throw problem("files.aborted", "was aborted in its " + name, null);
        }
        return ending;
    }

    private WriterException problem(String code, String what, @Nullable Exception cause) {
        return new WriterException(
                code, "application " + application + " " + what, Retry.UNKNOWN, "run the command by hand", cause);
    }
}
