// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPathTest {
    @ParameterizedTest
    @CsvSource({
        "/C/Users/x, C:\\Users\\x",
        "/c, c:\\",
        "/C/, C:\\",
        "/UNC/server/share/a, \\\\server\\share\\a",
        "/Cellar/x, \\Cellar\\x"
    })
    void aPathOfAConfigurationIsAFileOfWindows(String written, String file) {
        assertThat(HostPath.windows(written)).isEqualTo(file);
    }
}
