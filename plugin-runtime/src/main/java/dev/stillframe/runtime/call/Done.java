// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

/** What a call without a result returns. */
public enum Done {
    DONE;

    static Body<Done> after(Runnable work) {
        return () -> {
            work.run();
            return DONE;
        };
    }
}
