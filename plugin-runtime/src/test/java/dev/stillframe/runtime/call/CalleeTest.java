// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CalleeTest {
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Callee callee = new Callee("application db", true, () -> seen.add("abort"), () -> {
        seen.add("close");
        return Done.DONE;
    });

    @AfterEach
    void letGo() {
        letGo.countDown();
        callee.close(in(LONG));
    }

    @Test
    void aResultInTimeIsReturned() {
        assertThat(callee.call("greet", in(LONG), () -> "hello")).isEqualTo(new Outcome.Returned<>("hello"));
    }

    @Test
    void aCallThatHangsIsNotWaitedForBeyondItsDeadline() {
        Outcome<String> outcome = callee.call("greet", in(SOON), this::stubborn);

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.failure()).hasValueSatisfying(fault -> {
            assertThat(fault.code()).isEqualTo("call.timeout");
            assertThat(fault.message()).isEqualTo("application db did not return from greet within 30 ms");
        });
    }

    @Test
    void whileACallHangsEveryOtherIsRefused() {
        callee.call("greet", in(SOON), this::stubborn);

        assertThat(callee.call("greet again", in(LONG), () -> "hello").failure())
                .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo("call.unusable"));
    }

    @Test
    void whatComesLateIsDiscardedAndAbortedAgainAndThenClosed() {
        PendingCall<String> call = callee.start("freeze", in(SOON), this::stubborn, late -> seen.add("discarded"));
        call.await();
        callee.abort(in(LONG)).await();
        PendingCall<Done> close = callee.close(in(LONG));
        assertThat(seen).containsExactly("abort");

        letGo.countDown();

        assertThat(close.await()).isEqualTo(new Outcome.Returned<>(Done.DONE));
        assertThat(seen).containsExactly("abort", "discarded", "abort", "close");
        assertThat(call.outcome()).isInstanceOf(Outcome.TimedOut.class);
    }

    @Test
    void anAbortWaitsForNoCall() {
        PendingCall<String> call = callee.start("freeze", in(LONG), this::stubborn, late -> {});

        assertThat(callee.abort(in(LONG)).await()).isEqualTo(new Outcome.Returned<>(Done.DONE));

        assertThat(call.await().failure())
                .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo("call.aborted"));
    }

    @Test
    void whatACallTakesWhileItsAbortRunsIsNotKept() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicReference<PendingCall<String>> freeze = new AtomicReference<>();
        Runnable abort = () -> {
            seen.add("abort");
            letGo.countDown();
            await().until(() -> freeze.get().isOver()); // it returns before the abort does
        };
        Callee swift =
                new Callee("application swift", true, abort, () -> Done.DONE, CalleeTest::abortBeforeAnythingElse);
        freeze.set(swift.start(
                "freeze",
                in(LONG),
                () -> {
                    entered.countDown();
                    return stubborn();
                },
                late -> seen.add("discarded")));
        entered.await();

        swift.abort(in(LONG)).await();
        swift.close(in(LONG)).await();

        assertThat(freeze.get().outcome().failure())
                .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo("call.aborted"));
        assertThat(seen).containsExactly("abort", "discarded", "abort");
    }

    @Test
    void anAbortThatHangsIsBoundedAndDoesNotHinderTheNext() {
        CountDownLatch first = new CountDownLatch(1);
        Callee hanging = new Callee(
                "application web",
                true,
                () -> {
                    if (seen.isEmpty()) {
                        seen.add("first abort");
                        uninterruptibly(first);
                    } else {
                        seen.add("second abort");
                    }
                },
                () -> Done.DONE);

        assertThat(hanging.abort(in(SOON)).await()).isInstanceOf(Outcome.TimedOut.class);
        assertThat(hanging.abort(in(LONG)).await()).isInstanceOf(Outcome.Returned.class);

        first.countDown();
        hanging.close(in(LONG)).await();
        assertThat(seen).containsExactly("first abort", "second abort");
    }

    @Test
    void aCallThatWasAbandonedBeforeItBeganIsNotMadeButAnAbortIs() {
        AtomicLong now = new AtomicLong();
        NanoDeadline passed = new NanoDeadline(now::get, 0);
        PendingCall<String> call =
                new PendingCall<>("db", "freeze", passed, () -> "held", false, new PendingCall.Left<>() {});
        PendingCall<String> abort = new PendingCall<>(
                "db",
                "abort",
                passed,
                () -> {
                    seen.add("abort");
                    return "";
                },
                true,
                new PendingCall.Left<>() {});
        call.expire();
        abort.expire();

        call.run();
        abort.run();

        assertThat(seen).containsExactly("abort");
        assertThat(call.outcome()).isInstanceOf(Outcome.TimedOut.class);
    }

    @Test
    void anInterruptOfWhoWaitsGivesTheCallUpAndStaysSet() {
        PendingCall<String> call = callee.start("freeze", in(LONG), this::stubborn, late -> {});
        Thread.currentThread().interrupt();

        Outcome<String> outcome = call.await();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.failure())
                .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo("call.interrupted"));
    }

    @Test
    void theFirstFailureEndsTheWaitForTheOthers() {
        Callee other = new Callee("application web", false, () -> {}, () -> Done.DONE);
        PendingCall<String> hanging = callee.start("freeze", in(LONG), this::stubborn, late -> {});
        PendingCall<String> failing = other.start(
                "freeze",
                in(LONG),
                () -> {
                    throw new IllegalStateException("no");
                },
                late -> {});

        Calls.awaitAllOrFirstFailure(List.of(hanging, failing));

        assertThat(failing.isOver()).isTrue();
        assertThat(hanging.isOver()).isFalse();
    }

    @Test
    void theHostItselfMustNotOverlapCalls() {
        callee.start("freeze", in(LONG), this::stubborn, late -> {});

        assertThatThrownBy(() -> callee.start("thaw", in(LONG), () -> "", late -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeComesOnce() {
        callee.close(in(LONG)).await();
        callee.close(in(LONG)).await();

        assertThat(seen).containsExactly("close");
    }

    @Test
    void itsThreadsEnd() {
        Callee brief = new Callee("application brief", true, () -> {}, () -> Done.DONE);
        brief.call("greet", in(LONG), () -> "hello");
        brief.abort(in(LONG)).await();
        brief.close(in(LONG)).await();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("application brief")));
    }

    private String stubborn() {
        uninterruptibly(letGo);
        return "late";
    }

    /** Lets whoever asks for an abort go on only after it was made: the scheduler's worst order. */
    private static Lane abortBeforeAnythingElse(String name) {
        return new Lane(name) {
            @Override
            void run(Runnable task) {
                if (!name.endsWith(" abort")) {
                    super.run(task);
                    return;
                }
                CountDownLatch done = new CountDownLatch(1);
                super.run(() -> {
                    task.run();
                    done.countDown();
                });
                uninterruptibly(done);
            }
        };
    }

    private static void uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // as a database driver does
            }
        }
    }

    private static NanoDeadline in(Duration limit) {
        return NanoDeadline.in(limit, System::nanoTime);
    }
}
