// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stillframe.api.SourcePath;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowsPathTest {
    @ParameterizedTest(name = "{0} is {1}, and {2} to Windows")
    @CsvSource({
        "'C:\\', /C, '\\\\?\\C:\\'",
        "'c:\\Users\\x', /C/Users/x, '\\\\?\\C:\\Users\\x'",
        "'C:/Users//x/', /C/Users/x, '\\\\?\\C:\\Users\\x'",
        "'\\\\?\\D:\\a', /D/a, '\\\\?\\D:\\a'",
        "'\\\\server\\share\\a b', /UNC/server/share/a b, '\\\\?\\UNC\\server\\share\\a b'",
        "'\\\\?\\UNC\\server\\share\\a', /UNC/server/share/a, '\\\\?\\UNC\\server\\share\\a'",
        "'\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7', /?/GLOBALROOT/Device/HarddiskVolumeShadowCopy7,"
                + " '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\'",
        "'\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\a', /?/GLOBALROOT/Device/HarddiskVolumeShadowCopy7/a,"
                + " '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\a'"
    })
    void everyPathOfWindowsIsOneOfTheContract(String windows, String contract, String prefixed) {
        SourcePath path = WindowsPath.parse(windows);
        assertThat(path).isEqualTo(SourcePath.of(contract));
        assertThat(WindowsPath.of(path)).isEqualTo(prefixed);
        assertThat(WindowsPath.parse(prefixed)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "C:", "C:a", "\\a", "", "1:\\a", "C:\\a\\..\\b"})
    void whatIsNotAbsoluteIsRefused(String windows) {
        assertThatIllegalArgumentException().isThrownBy(() -> WindowsPath.parse(windows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/srv/data", "/UNC/server", "/?"})
    void whatIsOnlyAPathOfOtherSystemsIsRefused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> WindowsPath.of(SourcePath.of(path)));
    }

    @Test
    void aVolumeHasABackslashAtItsEndAndNoPrefix() {
        assertThat(WindowsPath.volume(SourcePath.of("/C"))).isEqualTo("C:\\");
        assertThat(WindowsPath.volume(SourcePath.of("/C/mnt/exchange"))).isEqualTo("C:\\mnt\\exchange\\");
    }

    @Test
    void everyNameComesBackAlsoHalvesOfSurrogatePairs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder name = new StringBuilder("n");
            for (int c = 0; c < 8; c++) {
                int kind = random.nextInt(4);
                name.append((char) (kind == 0 ? 0xd800 + random.nextInt(0x800) : 0x61 + random.nextInt(0x2000)));
            }
            assertThat(WindowsPath.text(WindowsPath.bytes(name.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(name.toString());
        }
    }
}
