// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * {@code guard.pl} in a process of its own, and the pipes to it. It is handed to perl on the command line, so that no
 * file of it can lie on what is frozen. Any thread.
 */
final class GuardProcess {
    /** Debian's minimal system has perl, without modules but those that the guard uses (package perl-base). */
    private static final List<Path> PERLS = List.of(Path.of("/usr/bin/perl"), Path.of("/bin/perl"));

    private static final Set<String> MISLEADING = Set.of("PERL5OPT", "PERL5LIB", "PERL5DB", "PERLLIB", "PERL_UNICODE");
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final String GONE = "gone";

    private final Process process;
    private final OutputStream orders;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile String lost = "";
    private long number; // guarded by this

    private GuardProcess(Process process) {
        this.process = process;
        this.orders = process.getOutputStream();
        Thread reader = new Thread(this::read, "guard's answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param ledger what it makes; in a folder on a tmpfs */
    static GuardProcess start(String cycle, Path ledger) throws StillframeException {
        GuardProcess guard = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(perl().toString(), "-e", script(), cycle, ledger.toString());
            MISLEADING.forEach(builder.environment()::remove);
            builder.environment().putAll(Map.of("PERL_BADLANG", "0"));
            guard = new GuardProcess(builder.redirectErrorStream(true).start());
            Optional<String> reason = guard.answer(0, START);
            if (reason.isPresent()) {
                throw new IOException(reason.get());
            }
            return guard;
        } catch (IOException e) {
            if (guard != null) {
                guard.process.destroyForcibly();
            }
            throw new StillframeException(
                    "guard.start",
                    "the guard, which thaws when this process cannot, does not start: " + e.getMessage(),
                    Retry.UNKNOWN,
                    "it needs perl (Debian: perl-base) and a tmpfs at /run or /dev/shm",
                    e);
        }
    }

    /** Which program runs it. */
    static Path perl() throws IOException {
        return PERLS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + PERLS.get(0)));
    }

    long pid() {
        return process.pid();
    }

    /** Gives an order and waits for the answer. Returns why it was refused; empty if it was not. */
    synchronized Optional<String> ask(List<String> order) {
        return tell(order) ? answer(number, ANSWER) : Optional.of(lost);
    }

    /** Gives an order without waiting. */
    synchronized boolean tell(List<String> order) {
        if (!lost.isEmpty()) {
            return false;
        }
        number++;
        String line = number + " " + String.join(" ", order) + "\n";
        try {
            orders.write(line.getBytes(StandardCharsets.ISO_8859_1));
            orders.flush();
            return true;
        } catch (IOException e) {
            lost = "the guard has ended";
            return false;
        }
    }

    /** Ends the pipe, which makes it act unless it was told to leave, and waits for its end for a while. */
    void end(Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            orders.close();
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // it has ended before
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> answer(long asked, Duration limit) {
        if (!lost.isEmpty()) {
            return Optional.of(lost);
        }
        String ok = asked + " ok";
        String no = asked + " no ";
        while (true) { // answers to orders that nobody waited for come first
            String line = next(limit);
            if (line.equals(ok)) {
                return Optional.empty();
            }
            if (line.startsWith(no)) {
                return Optional.of(line.substring(no.length()));
            }
            if (line.isEmpty() || line.equals(GONE)) {
                lost = line.isEmpty() ? "the guard does not answer" : "the guard has ended";
                process.destroyForcibly(); // one that came back later would act on what it was not told meanwhile
                return Optional.of(lost);
            }
        }
    }

    /** The next answer; nothing if none came. Whoever is interrupted still needs to know. */
    private String next(Duration limit) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    String line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                    return line == null ? "" : line;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // as at its end
        }
        answers.add(GONE);
    }

    private static String script() {
        try (InputStream script = GuardProcess.class.getResourceAsStream("guard.pl")) {
            if (script == null) {
                throw new IllegalStateException("guard.pl is not in the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
