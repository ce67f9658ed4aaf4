// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

/** The foreign code of one call; may throw anything. */
@FunctionalInterface
interface Body<T> {
    T run() throws Exception;
}
