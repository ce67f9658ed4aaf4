// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

/** Why WAL cannot be read on: the ordinary end of every log, so it carries no stack trace. */
public final class WalBreak extends Exception {
    private static final long serialVersionUID = 1L;

    private final long at;
    private final WalStep.Cause kind;

    WalBreak(Lsn at, WalStep.Cause kind, String reason) {
        super(reason, null, false, false);
        this.at = at.value();
        this.kind = kind;
    }

    Lsn at() {
        return new Lsn(at);
    }

    WalStep.Cause kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
