// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "12345678, 11.8 MiB",
        "5368709120, 5.00 GiB",
        "9223372036854775807, 8.00 EiB"
    })
    void sizes_are_in_powers_of_1024(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.0000005S, 0 \u00b5s",
        "PT0.000999S, 999 \u00b5s",
        "PT0.25S, 250 ms",
        "PT59.94S, 59.9 s",
        "PT3M4S, 3 min 4 s",
        "PT25H1M, 25 h 1 min"
    })
    void durations_are_as_exact_as_people_need_them(Duration duration, String text) {
        assertThat(Units.duration(duration)).isEqualTo(text);
    }
}
