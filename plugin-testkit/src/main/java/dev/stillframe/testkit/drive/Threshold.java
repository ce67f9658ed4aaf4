// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.drive;

import dev.stillframe.api.Freezable;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one kind of call has to cross on its way to the writer: the host has begun the call, and the writer's own first
 * step has not come. So the kit decides what has happened by then, however fast the writer and however busy the machine
 * is.
 */
public final class Threshold {
    private enum Kind {
        OPEN,
        UNTIL_INTERRUPTED,
        CLOSED
    }

    private final String call;
    private final Kind kind;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    private Threshold(String call, Kind kind) {
        this.call = call;
        this.kind = kind;
    }

    /** Keeps nothing back, and notes that the call came. */
    public static Threshold open(String call) {
        return new Threshold(call, Kind.OPEN);
    }

    /** Keeps the call back until its deadline has passed: the writer begins under an interrupt. */
    public static Threshold untilInterrupted(String call) {
        return new Threshold(call, Kind.UNTIL_INTERRUPTED);
    }

    /** Keeps the call back, interrupted or not, until {@link #letGo()}. */
    public static Threshold closed(String call) {
        return new Threshold(call, Kind.CLOSED);
    }

    /** Lets the call go on. */
    public void letGo() {
        opened.countDown();
    }

    /** Whether the call came so far. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Whether no such call is on its way or in the writer now. */
    public boolean idle() {
        return inside.get() == 0;
    }

    /** The same writer, behind this threshold; its participants too. */
    public Writer before(Writer writer) {
        return before(Writer.class, writer);
    }

    private <T> T before(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(
                Threshold.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    boolean counted = method.getName().equals(call);
                    if (counted) {
                        inside.incrementAndGet();
                        reached.countDown();
                        cross();
                    }
                    try {
                        return behind(method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    } finally {
                        if (counted) {
                            inside.decrementAndGet();
                        }
                    }
                });
        return type.cast(proxy);
    }

    private Object behind(Object answer) {
        if (answer instanceof Freezable freezable) {
            return before(Freezable.class, freezable);
        }
        return answer instanceof Participant participant ? before(Participant.class, participant) : answer;
    }

    private void cross() {
        boolean interrupted = false;
        long end = System.nanoTime() + Limits.CALL.toNanos();
        while (kind != Kind.OPEN && end - System.nanoTime() > 0) {
            try {
                if (opened.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (kind == Kind.UNTIL_INTERRUPTED) {
                    break;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt(); // what the writer finds
        }
    }
}
