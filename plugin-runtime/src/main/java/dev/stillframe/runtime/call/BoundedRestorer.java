// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restorer.RestoreReport;
import java.time.Duration;

/** A restorer whose every call is bounded in time. Any thread. */
public final class BoundedRestorer implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Restorer restorer;
    private final NanoClock clock;
    private final Callee callee;

    BoundedRestorer(String application, Restorer restorer, NanoClock clock) {
        this.restorer = restorer;
        this.clock = clock;
        callee = new Callee("restore of application " + application, false, () -> {}, Done.after(restorer::close));
    }

    public Outcome<Done> before(Duration limit) {
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        return callee.call("before", deadline, () -> {
            restorer.before(deadline);
            return Done.DONE;
        });
    }

    public Outcome<RestoreReport> after(Duration limit) {
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        return callee.call("after", deadline, () -> restorer.after(deadline));
    }

    /** Closes the restorer and waits for it five seconds at most. May be called twice. */
    @Override
    public void close() {
        callee.close(NanoDeadline.in(CLOSE_LIMIT, clock)).awaitUninterruptibly();
    }
}
