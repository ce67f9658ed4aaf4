// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.WriterException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps reading below a rate, so that a check leaves the disks to the application. Any thread. */
public final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Sleep sleep;
    private long next;
    private boolean begun;

    /** Waits so many nanoseconds. */
    interface Sleep {
        void nanos(long time) throws InterruptedException;
    }

    Pace(long bytesPerSecond, LongSupplier nanos, Sleep sleep) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.sleep = sleep;
    }

    /** As fast as it goes. */
    public static Pace unlimited() {
        return limited(Long.MAX_VALUE);
    }

    public static Pace limited(long bytesPerSecond) {
        return new Pace(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** Waits for its turn to read so many bytes. */
    void take(long bytes) throws WriterException {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (!begun || next - now < 0) {
                next = now; // what was not used before is not saved up
                begun = true;
            }
            wait = next - now;
            next += (long) ((double) bytes / bytesPerSecond * SECOND);
        }
        try {
            if (wait > 0) {
                sleep.nanos(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Patience.interrupted();
        }
    }
}
