// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.clock.ManualClock;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.store.backend.FaultyBackend.Fault;
import dev.stillframe.store.backend.FaultyBackend.Op;
import dev.stillframe.store.backend.FaultyBackend.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Also runs the whole contract over a backend of which two calls of three fail. */
class RetryingBackendTest extends BackendContract {
    private static final RetryPolicy POLICY =
            new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(1));
    private static final byte[] BYTES = bytes("some bytes");
    private static final Handle PACK = handle(Kind.DATA, BYTES);

    private final ManualClock clock = new ManualClock();
    private final MemoryBackend memory = new MemoryBackend();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    @Override
    protected Backend open() {
        long seed = System.nanoTime();
        System.out.println("RetryingBackendTest: seed " + seed);
        Random random = new Random(seed);
        RetryPolicy patient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofDays(1));
        // of many writers of one config, who won could not be told after a lost answer
        Fault fault = call -> switch (random.nextInt(3)) {
            case 0 -> Outcome.WORKS;
            case 1 -> call.kind() == Kind.CONFIG ? Outcome.FAILS : Outcome.ANSWER_LOST;
            default -> Outcome.FAILS;
        };
        return new RetryingBackend(
                new FaultyBackend(new MemoryBackend(), fault),
                patient,
                new ManualClock(),
                new Random(seed),
                Events.none());
    }

    @Test
    void waitsLongerEachTimeUpToALimitAndSaysWhy() throws Exception {
        memory.write(PACK, Body.of(BYTES));
        Backend retrying = over(
                outcomes(Outcome.FAILS, Outcome.FAILS, Outcome.FAILS, Outcome.FAILS, Outcome.FAILS, Outcome.FAILS));
        assertThat(retrying.readAll(PACK, 100)).isEqualTo(BYTES);
        List<Duration> slept = clock.slept();
        long[] most = {500, 1000, 2000, 4000, 8000, 8000};
        assertThat(slept).hasSize(most.length);
        for (int i = 0; i < most.length; i++) {
            assertThat(slept.get(i)).isBetween(Duration.ofMillis(most[i] / 2), Duration.ofMillis(most[i]));
        }
        assertThat(events).hasSize(6).allSatisfy(event -> assertThat(event).isInstanceOf(Event.Warned.class));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "SIZE", "READ", "WRITE", "REMOVE"})
    void aPermanentFailureIsNotTriedAgain(Op op) {
        FaultyBackend faulty = new FaultyBackend(memory, call -> Outcome.REFUSED);
        assertFails(() -> call(over(faulty), op), Failure.PERMANENT, "store.injected");
        assertThat(faulty.calls()).hasSize(1);
        assertThat(clock.slept()).isEmpty();
    }

    @Test
    void whatIsNotFoundIsNotLookedForAgain() {
        FaultyBackend faulty = new FaultyBackend(memory, call -> Outcome.WORKS);
        assertFails(() -> over(faulty).size(PACK), Failure.NOT_FOUND, "store.missing");
        assertThat(faulty.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIST", "SIZE", "READ", "WRITE", "REMOVE"})
    void givesUpWithTheLastFailureWhenItsTimeIsOver(Op op) {
        assertFails(() -> call(over(call -> Outcome.FAILS), op), Failure.TRANSIENT, "store.injected");
        Duration slept = clock.slept().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(slept).isBetween(Duration.ofSeconds(40), Duration.ofMinutes(1));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsDone() throws Exception {
        Backend retrying = over(outcomes(Outcome.ANSWER_LOST));
        retrying.write(PACK, Body.of(BYTES));
        assertThat(memory.files().get(PACK)).isEqualTo(BYTES);
    }

    @Test
    void aConfigWhoseAnswerWasLostIsDoneAndAnothersIsNotTakenForIt() throws Exception {
        over(outcomes(Outcome.ANSWER_LOST)).write(Handle.CONFIG, Body.of(bytes("ours")));
        assertThat(memory.files().get(Handle.CONFIG)).isEqualTo(bytes("ours"));
        assertFails(
                () -> over(outcomes(Outcome.FAILS)).write(Handle.CONFIG, Body.of(bytes("else"))),
                Failure.EXISTS,
                "store.exists");
        assertThat(memory.files().get(Handle.CONFIG)).isEqualTo(bytes("ours"));
    }

    @Test
    void aRemovalWhoseAnswerWasLostIsDone() throws Exception {
        memory.write(PACK, Body.of(BYTES));
        over(outcomes(Outcome.ANSWER_LOST)).remove(PACK);
        assertThat(memory.files()).isEmpty();
    }

    @Test
    void aFileThatWasThereBeforeTheFirstAttemptIsNotOurs() throws Exception {
        memory.write(PACK, Body.of(BYTES));
        assertFails(() -> over(outcomes()).write(PACK, Body.of(BYTES)), Failure.EXISTS, "store.exists");
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Thread.currentThread().interrupt();
        try {
            assertFails(() -> over(call -> Outcome.FAILS).size(PACK), Failure.INTERRUPTED, "store.interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private static void call(Backend backend, Op op) throws Exception {
        switch (op) {
            case LIST -> backend.list(Kind.DATA);
            case SIZE -> backend.size(PACK);
            case READ -> backend.read(PACK, 0, 1);
            case WRITE -> backend.write(PACK, Body.of(BYTES));
            default -> backend.remove(PACK);
        }
    }

    private Backend over(Fault fault) {
        return over(new FaultyBackend(memory, fault));
    }

    private Backend over(Backend faulty) {
        return new RetryingBackend(faulty, POLICY, clock, new Random(1), events::add);
    }

    /** These first, then all works. */
    private static Fault outcomes(Outcome... outcomes) {
        Iterator<Outcome> next = Arrays.asList(outcomes).iterator();
        return call -> next.hasNext() ? next.next() : Outcome.WORKS;
    }
}
