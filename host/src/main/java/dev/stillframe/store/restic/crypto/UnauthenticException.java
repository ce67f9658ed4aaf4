// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.crypto;

/** Bytes are not what was sealed with this key: damaged, or of another key, or forged. */
public final class UnauthenticException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnauthenticException(String message) {
        super(message);
    }
}
