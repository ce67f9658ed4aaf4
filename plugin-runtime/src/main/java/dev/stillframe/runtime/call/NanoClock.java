// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

/** Nanoseconds on a monotonic clock; only differences mean anything. Any thread. */
@FunctionalInterface
public interface NanoClock {
    long nanoTime();
}
