// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "with space|with space",
                "hex:22|\\\"",
                "hex:5c|\\\\",
                "hex:07080c0a0d090b|\\a\\b\\f\\n\\r\\t\\v",
                "hex:01|\\x01",
                "hex:7f|\\x7f",
                "hex:ff|\\xff",
                "hex:c328|\\xc3(",
                "hex:eda080|\\xed\\xa0\\x80",
                "hex:c0af|\\xc0\\xaf",
                "hex:efbfbd|\ufffd",
                "hex:c2a0|\\u00a0",
                "hex:e28083|\\u2003",
                "hex:efbbbf|\\ufeff",
                "hex:f3a08080|\\U000e0000",
                "grüße|grüße",
                "日本|日本",
                "hex:f09f9880|😀"
            })
    void quotesAsGoDoes(String name, String quoted) {
        byte[] bytes = name.startsWith("hex:")
                ? HexFormat.of().parseHex(name.substring(4))
                : name.getBytes(StandardCharsets.UTF_8);

        assertThat(QuotedName.quote(bytes)).isEqualTo(quoted);
        assertThat(QuotedName.unquote(quoted)).isEqualTo(bytes);
    }

    @Test
    void bringsEveryNameBack() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[1 + random.nextInt(12)];
            random.nextBytes(name);

            assertThat(QuotedName.unquote(QuotedName.quote(name)))
                    .as("seed 7, round %d", i)
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\", "\\x", "\\x1", "\\xg0", "\\u12", "\\ud800", "\\U00110000", "\\q", "\\400", "a\"b", "\\'"})
    void refusesWhatGoRefuses(String quoted) {
        assertThatThrownBy(() -> QuotedName.unquote(quoted)).isInstanceOf(IllegalArgumentException.class);
    }
}
