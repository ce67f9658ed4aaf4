// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.job.Backup;
import dev.stillframe.receipt.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "config.invalid, 2",
        "cli.usage, 2",
        "backup.unknown, 2",
        "restore.not-empty, 2",
        "store.missing, 5",
        "receipt.damaged, 5",
        "repository.password, 5",
        "repository.locked, 5",
        "key.unknown, 2",
        "state.busy, 5",
        "catalog.locked, 5",
        "restore.damaged, 5",
        "catalog.damaged, 1",
        "state.unwritable, 1",
        "restore.full, 1",
        "postgres.down, 1"
    })
    void a_problem_has_the_exit_code_of_its_area(String code, int exit) {
        assertThat(ExitCode.of(new Problem(code, "m", Retry.UNKNOWN, "")).number())
                .isEqualTo(exit);
    }

    @Test
    void a_backup_is_as_good_as_its_receipt() {
        assertThat(ExitCode.of(new Backup.Result.Stored(Samples.receipt(Receipt.Outcome.COMPLETE), 1))
                        .number())
                .isZero();
        assertThat(ExitCode.of(new Backup.Result.Stored(Samples.receipt(Receipt.Outcome.BELOW_MINIMUM), 1))
                        .number())
                .isEqualTo(3);
        assertThat(ExitCode.of(new Backup.Result.Nothing(List.of())).number()).isEqualTo(4);
    }

    @Test
    void of_several_outcomes_the_worst_is_told() {
        assertThat(ExitCode.worst(List.of(ExitCode.BELOW_MINIMUM, ExitCode.DONE)))
                .isEqualTo(ExitCode.BELOW_MINIMUM);
        assertThat(ExitCode.worst(List.of(ExitCode.NOTHING, ExitCode.BELOW_MINIMUM)))
                .isEqualTo(ExitCode.NOTHING);
        assertThat(ExitCode.worst(List.of(ExitCode.DESTINATION, ExitCode.HOST_FAILED, ExitCode.NOTHING)))
                .isEqualTo(ExitCode.HOST_FAILED);
        assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.DONE);
    }
}
