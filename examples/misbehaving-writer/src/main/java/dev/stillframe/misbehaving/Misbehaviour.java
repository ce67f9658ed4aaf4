// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where and how one writer misbehaves, and its diary. */
final class Misbehaviour {
    private final String application;
    private final Optional<Phase> in;
    private final Optional<How> how;
    private final Optional<Path> diary;

    private Misbehaviour(String application, Optional<Phase> in, Optional<How> how, Optional<Path> diary) {
        this.application = application;
        this.in = in;
        this.how = how;
        this.diary = diary;
    }

    static Misbehaviour of(Settings settings, String application) throws WriterException {
        return new Misbehaviour(
                application,
                settings.text("in").map(text -> constant(Phase.class, text)),
                settings.text("how").map(text -> constant(How.class, text)),
                settings.text("diary").map(Path::of));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * Begins a call: writes it down, then throws or hangs if this is the phase for it.
     *
     * @param aborted opens when the participant is aborted
     */
    void begin(Phase phase, CountDownLatch aborted) throws WriterException {
        write(phase);
        if (!in.equals(Optional.of(phase)) || how.isEmpty()) {
            return;
        }
        switch (how.get()) {
            case THROW ->
                throw new WriterException(
                        "misbehaving.throw",
                        "application " + application + " misbehaves in " + label(phase),
                        Retry.DOES_NOT_HELP,
                        "");
            case ERROR -> throw new Unheard("application " + application + " misbehaves in " + label(phase));
            case HANG -> hang(phase);
            case HANG_UNTIL_ABORT -> {
                awaitDeaf(aborted);
                throw new WriterException(
                        "misbehaving.aborted", "the connection of " + application + " is gone", Retry.UNKNOWN, "");
            }
            case LATE -> awaitDeaf(aborted);
            case EXIT -> System.exit(0);
            case EXHAUST -> exhaust(aborted);
            case HANG_FOR_EVER -> awaitDeaf(new CountDownLatch(1));
            case PRINT -> System.out.println("{\"kind\": \"backup\", \"exit\":");
            case LEAK -> new Thread(() -> awaitDeaf(new CountDownLatch(1)), "leaked by " + application).start();
            default -> {
                return;
            }
        }
    }

    /** Begins a call that may not throw a checked exception. */
    void beginQuietly(Phase phase, CountDownLatch aborted) {
        try {
            begin(phase, aborted);
        } catch (WriterException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    boolean is(Phase phase, How sought) {
        return in.equals(Optional.of(phase)) && how.equals(Optional.of(sought));
    }

    private static void exhaust(CountDownLatch aborted) {
        List<byte[]> hoard = new ArrayList<>();
        for (int size = 1 << 24; size > 0; size /= 2) {
            try {
                while (true) {
                    hoard.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // smaller pieces may still fit
            }
        }
        try {
            aborted.await(2, TimeUnit.SECONDS); // not for ever: there may be nobody left who could abort
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OutOfMemoryError("took " + hoard.size() + " pieces");
    }

    private void hang(Phase phase) throws WriterException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriterException(
                    "misbehaving.interrupted",
                    "application " + application + " was interrupted in " + label(phase),
                    Retry.UNKNOWN,
                    "",
                    e);
        }
    }

    private static void awaitDeaf(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Phase phase) {
        diary.ifPresent(file -> {
            try {
                Files.writeString(
                        file,
                        application + " " + label(phase) + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String label(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** Nothing that the host could name in a catch. */
    private static final class Unheard extends Error {
        private static final long serialVersionUID = 1L;

        Unheard(String message) {
            super(message);
        }
    }
}
