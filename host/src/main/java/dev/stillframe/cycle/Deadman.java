// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cycle;

import dev.stillframe.runtime.call.NanoDeadline;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Acts when a deadline passes and nobody has said that it need not: the coordinating thread may hang itself. */
final class Deadman {
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Deadman() {}

    static Deadman start(NanoDeadline deadline, Runnable act) {
        Deadman deadman = new Deadman();
        Thread thread = new Thread(() -> deadman.watch(deadline, act), "freeze deadman");
        thread.setDaemon(true);
        thread.start();
        return deadman;
    }

    void stop() {
        stopped.countDown();
    }

    private void watch(NanoDeadline deadline, Runnable act) {
        while (!deadline.passed()) {
            try {
                if (stopped.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                // nobody interrupts this thread for a reason it should heed
            }
        }
        if (stopped.getCount() > 0) {
            act.run();
        }
    }
}
