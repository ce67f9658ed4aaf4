// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.error.Problem;
import dev.stillframe.job.Backup;
import dev.stillframe.plan.Plan;
import dev.stillframe.receipt.Receipt;
import java.util.List;
import java.util.Set;

/** What the process's exit code says. In the order of how bad it is: of several outcomes the worst is told. */
enum ExitCode {
    /** Done, at or above the level asked for. */
    DONE(0),
    /** A backup was made, but below the minimum level, or some application failed. */
    BELOW_MINIMUM(3),
    /** Nothing was backed up. */
    NOTHING(4),
    /** Usage or configuration. */
    USAGE(2),
    /** The destination is locked, damaged or unreachable, or another process is at work. */
    DESTINATION(5),
    /** The host failed. */
    HOST_FAILED(1);

    private static final Set<String> USAGE_CODES = Set.of(
            "backup.unknown",
            "key.unknown",
            "key.in-use",
            "key.missing",
            "restore.application",
            "restore.not-empty",
            "export.exists",
            "export.format");
    private static final Set<String> DESTINATION_CODES = Set.of("state.busy", "catalog.locked", "restore.damaged");
    private static final Set<String> USAGE_AREAS = Set.of("config", "cli");
    private static final Set<String> DESTINATION_AREAS = Set.of("store", "repository", "archive", "receipt");

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(Problem problem) {
        String code = problem.code();
        String area = code.contains(".") ? code.substring(0, code.indexOf('.')) : code;
        if (USAGE_AREAS.contains(area) || USAGE_CODES.contains(code)) {
            return USAGE;
        }
        return DESTINATION_AREAS.contains(area) || DESTINATION_CODES.contains(code) ? DESTINATION : HOST_FAILED;
    }

    static ExitCode of(Backup.Result result) {
        if (result instanceof Backup.Result.Stored stored) {
            return of(stored.receipt());
        }
        return ((Backup.Result.Nothing) result).maybeFrozen() ? HOST_FAILED : NOTHING;
    }

    static ExitCode of(Receipt receipt) {
        return receipt.outcome() == Receipt.Outcome.COMPLETE ? DONE : BELOW_MINIMUM;
    }

    /** What a backup by this plan would end with if all goes well. */
    static ExitCode of(Plan plan) {
        return plan.enough() ? DONE : BELOW_MINIMUM;
    }

    static ExitCode worst(List<ExitCode> all) {
        return all.stream().max(ExitCode::compareTo).orElse(DONE);
    }
}
