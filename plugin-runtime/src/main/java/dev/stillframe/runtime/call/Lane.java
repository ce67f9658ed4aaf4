// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread that makes foreign calls one after the other. It is started before anything is owed, so that an abort does
 * not fail for want of a thread; and it is a daemon, so that a call that never returns does not keep the host alive.
 */
class Lane {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean ending;

    Lane(String name) {
        Thread thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes a call as soon as those before it are over. */
    void run(Runnable task) {
        tasks.add(task);
    }

    /** Ends the thread after the calls that it was given. */
    void end() {
        tasks.add(() -> ending = true);
    }

    private void work() {
        while (!ending) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                // an interrupt meant for a call that was over already: nobody else knows this thread
            }
        }
    }
}
