// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.WriterException;

/** Calls to a restorer. It keeps its plugin loaded until it is closed. */
final class RestorerInContext implements Restorer {
    private final Restorer restorer;
    private final ContextLoader context;
    private final Leases.Lease lease;

    RestorerInContext(Restorer restorer, ContextLoader context, String application) {
        this.restorer = restorer;
        this.context = context;
        this.lease = context.leases().take("restorer of " + application);
    }

    @Override
    public void before(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            restorer.before(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public RestoreReport after(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            return restorer.after(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void close() {
        ClassLoader before = context.enter();
        try {
            restorer.close();
        } finally {
            context.leave(before);
            lease.release();
        }
    }
}
