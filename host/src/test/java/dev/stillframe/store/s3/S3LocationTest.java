// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
    @ParameterizedTest
    @CsvSource({
        "s3:https://s3.example.org/bucket/path, https://s3.example.org, bucket, path/",
        "s3:https://s3.example.org/bucket/a/b/, https://s3.example.org, bucket, a/b/",
        "s3:http://127.0.0.1:9000/bucket, http://127.0.0.1:9000, bucket, ''",
        "s3:s3.amazonaws.com/bucket/path, https://s3.amazonaws.com, bucket, path/",
        "s3://s3.example.org:8443/bucket, https://s3.example.org:8443, bucket, ''",
    })
    void isReadAsResticReadsIt(String text, String endpoint, String bucket, String prefix) {
        S3Location location = S3Location.parse(text);
        assertThat(location.endpoint()).hasToString(endpoint);
        assertThat(location.bucket()).isEqualTo(bucket);
        assertThat(location.prefix()).isEqualTo(prefix);
        assertThat(S3Location.parse(location.toString())).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/backup",
                "s3:",
                "s3:https://s3.example.org",
                "s3:https://s3.example.org/",
                "s3:https:///bucket",
                "s3:https://key:secret@s3.example.org/bucket",
                "s3:https://s3.example.org/bucket?versions",
                "s3:https://s3.example.org/bu cket",
            })
    void whatIsNoLocationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> S3Location.parse(text));
    }

    @Test
    void onlyAmazonsOwnHostIsAmazon() {
        assertThat(S3Location.parse("s3:s3.amazonaws.com/b").isAmazon()).isTrue();
        assertThat(S3Location.parse("s3:https://s3.example.org/b").isAmazon()).isFalse();
    }
}
