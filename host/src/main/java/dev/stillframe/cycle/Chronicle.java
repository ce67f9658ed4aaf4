// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.clock.Clock;
import dev.stillframe.cycle.CycleReport.PhaseTiming;
import dev.stillframe.cycle.Transition.Step;
import dev.stillframe.error.Problem;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.runtime.call.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happened in a cycle, in memory. Between {@link #hush} and {@link #speak} nothing leaves it. Any thread.
 *
 * <p>All its instants come from the monotonic clock, laid once against the wall clock when the cycle began.
 */
final class Chronicle {
    private record Mark(long nanos, Step step, String subject) {}

    private final Clock clock;
    private final Events events;
    private final Instant origin;
    private final long originNanos;

    // guarded by this
    private final List<Mark> marks = new ArrayList<>(256);
    private final List<PhaseTiming> phases = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Event> unsent = new ArrayList<>(64);
    private boolean hushed;

    Chronicle(Clock clock, Events events) {
        this.clock = clock;
        this.events = events;
        origin = clock.instant();
        originNanos = clock.nanoTime();
    }

    /** As people and programs read it. */
    static Problem problem(Fault fault) {
        return new Problem(fault.code(), fault.message(), fault.retry(), fault.hint());
    }

    Instant began() {
        return origin;
    }

    Instant at(long nanos) {
        return origin.plusNanos(nanos - originNanos);
    }

    void mark(Step step, String subject) {
        mark(step, subject, clock.nanoTime());
    }

    synchronized void mark(Step step, String subject, long nanos) {
        marks.add(new Mark(nanos, step, subject));
    }

    /** A phase begins. Returns what {@link #ended} wants to have. */
    long began(String phase) {
        send(new Event.PhaseBegan(phase));
        return clock.nanoTime();
    }

    void ended(String phase, long began) {
        Duration took = Duration.ofNanos(clock.nanoTime() - began);
        synchronized (this) {
            phases.add(new PhaseTiming(phase, at(began), took));
        }
        send(new Event.PhaseEnded(phase, took));
    }

    /** Something went wrong that belongs to no application. */
    void problem(Problem problem) {
        synchronized (this) {
            problems.add(problem);
        }
        warn(problem);
    }

    void warn(Problem problem) {
        send(new Event.Warned(problem));
    }

    /** From now on events wait. Says so first: whoever writes them somewhere may have to stop that. */
    void hush() {
        deliver(new Event.WindowOpens());
        synchronized (this) {
            hushed = true;
        }
    }

    /** Sends what has waited. */
    void speak() {
        deliver(new Event.WindowClosed());
        List<Event> waiting;
        synchronized (this) {
            hushed = false;
            waiting = List.copyOf(unsent);
            unsent.clear();
        }
        waiting.forEach(this::deliver);
    }

    synchronized List<Transition> transitions() {
        return marks.stream()
                .sorted(Comparator.comparingLong(mark -> mark.nanos() - originNanos))
                .map(mark -> new Transition(at(mark.nanos()), mark.step(), mark.subject()))
                .toList();
    }

    synchronized List<PhaseTiming> phases() {
        return List.copyOf(phases);
    }

    synchronized List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void send(Event event) {
        synchronized (this) {
            if (hushed) {
                unsent.add(event);
                return;
            }
        }
        deliver(event);
    }

    private void deliver(Event event) {
        try {
            events.on(event);
        } catch (RuntimeException e) {
            // whoever watches must not be able to stop a cycle that holds applications
        }
    }
}
