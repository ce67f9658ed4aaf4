// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;

/** Why a cluster cannot be backed up. */
final class Refusal {
    private Refusal() {}

    static WriterException wrongCluster(String message) {
        return new WriterException(
                "postgres.wrong-cluster",
                message,
                Retry.DOES_NOT_HELP,
                "the url must lead to the server that runs on this data directory, on this machine");
    }

    static WriterException unreadable(String what, Exception cause) {
        return new WriterException(
                "postgres.not-readable",
                "cannot read " + what + ": " + cause.getClass().getSimpleName(),
                Retry.DOES_NOT_HELP,
                "run Stillframe as root or as the account that owns the data directory",
                cause);
    }

    static WriterException unsupported(String code, String message, String hint) {
        return new WriterException(code, message, Retry.DOES_NOT_HELP, hint);
    }
}
