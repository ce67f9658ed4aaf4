// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

/** With the settings for a store that knows no conditional writes, and for one that wants checksums. */
class OlderS3BackendTest extends S3BackendTest {
    @Override
    S3Settings settings() {
        S3Settings usual = S3Settings.usual();
        return new S3Settings(
                "eu-central-1",
                true,
                true,
                false,
                usual.credentialsFile(),
                usual.profile(),
                usual.connectTimeout(),
                usual.answerTimeout());
    }
}
