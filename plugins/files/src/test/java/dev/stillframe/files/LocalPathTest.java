// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalPathTest {
    @ParameterizedTest
    @CsvSource({"/C/Users/x, C:\\Users\\x", "/C, C:\\", "/UNC/server/share/a, \\\\server\\share\\a"})
    void aPathOfTheContractIsAFileOfWindowsAndBack(String contract, String file) {
        assertThat(LocalPath.windows(contract)).isEqualTo(file);
        assertThat(LocalPath.contract(file)).isEqualTo(contract.length() == 2 ? contract + "/" : contract);
    }
}
