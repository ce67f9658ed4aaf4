// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

/** Why a backend's call failed, as far as the caller has to know to go on. */
public enum Failure {
    /** The same call may succeed a little later: a lost connection, a server that is busy. */
    TRANSIENT,
    /** The same call fails again until somebody does something: no space, no permission, a wrong secret. */
    PERMANENT,
    /** There is no such file. */
    NOT_FOUND,
    /** There is such a file already, and nothing was written. */
    EXISTS,
    /** The thread was interrupted, which its interrupt status says again. What the call was to do may have happened. */
    INTERRUPTED
}
