// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waiting for calls that run at the same time. No wait is longer than the calls' own deadlines. */
public final class Calls {
    private Calls() {}

    /** Waits until all are over. An interrupt abandons those that still run and stays set. */
    public static void awaitAll(Collection<? extends PendingCall<?>> calls) {
        await(calls, false);
    }

    /**
     * Waits until all are over or one did not return well; the others may still run then. An interrupt abandons those
     * that still run and stays set.
     */
    public static void awaitAllOrFirstFailure(Collection<? extends PendingCall<?>> calls) {
        await(calls, true);
    }

    /** Waits until all are over, whether or not this thread is interrupted meanwhile. */
    public static void awaitUninterruptibly(Collection<? extends PendingCall<?>> calls) {
        boolean interrupted = Thread.interrupted();
        Semaphore changed = listen(calls);
        while (true) {
            long next = nextDeadline(calls, false);
            if (next < 0) {
                break;
            }
            try {
                changed.tryAcquire(next, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Collection<? extends PendingCall<?>> calls, boolean untilFailure) {
        Semaphore changed = listen(calls);
        try {
            long next = nextDeadline(calls, untilFailure);
            while (next >= 0) {
                changed.tryAcquire(next, TimeUnit.NANOSECONDS);
                next = nextDeadline(calls, untilFailure);
            }
        } catch (InterruptedException e) {
            for (PendingCall<?> call : calls) {
                call.giveUp("call.interrupted", "the host was interrupted");
            }
            Thread.currentThread().interrupt();
        }
    }

    private static Semaphore listen(Collection<? extends PendingCall<?>> calls) {
        Semaphore changed = new Semaphore(0);
        for (PendingCall<?> call : calls) {
            call.whenOver(changed::release);
        }
        return changed;
    }

    /** Ends what is past its deadline. Returns how long to wait for the others; negative if there is nothing to wait for. */
    private static long nextDeadline(Collection<? extends PendingCall<?>> calls, boolean untilFailure) {
        long next = -1;
        boolean failed = false;
        for (PendingCall<?> call : calls) {
            if (!call.isOver()) {
                long left = call.deadline().remainingNanos();
                if (left > 0) {
                    next = next < 0 ? left : Math.min(next, left);
                    continue;
                }
                call.expire();
                if (!call.isOver()) { // its result is just being announced
                    next = 0;
                    continue;
                }
            }
            failed |= call.outcome().failure().isPresent();
        }
        return failed && untilFailure ? -1 : next;
    }
}
