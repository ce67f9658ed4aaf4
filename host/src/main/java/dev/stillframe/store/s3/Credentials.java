// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Finds the access key and its secret: a file that the configuration names, else the environment's {@code
 * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN}, else the file that the AWS command
 * line uses. Never from anywhere on the network.
 */
final class Credentials {
    private Credentials() {}

    static AwsCredentials find(S3Settings settings, Map<String, String> environment) throws BackendException {
        if (settings.credentialsFile().isPresent()) {
            return fromFile(settings.credentialsFile().get(), settings.profile());
        }
        String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        if (!key.isEmpty() && !secret.isEmpty()) {
            String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
            return token.isEmpty()
                    ? AwsBasicCredentials.create(key, secret)
                    : AwsSessionCredentials.create(key, secret, token);
        }
        String named = environment.getOrDefault("AWS_SHARED_CREDENTIALS_FILE", "");
        Path usual = Path.of(environment.getOrDefault("HOME", "/"), ".aws", "credentials");
        if (!named.isEmpty() || Files.exists(usual)) {
            String profile = environment.getOrDefault("AWS_PROFILE", settings.profile());
            return fromFile(named.isEmpty() ? usual : Path.of(named), profile);
        }
        throw missing("no access key and secret for object storage");
    }

    private static AwsCredentials fromFile(Path file, String profile) throws BackendException {
        try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(file)
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build())
                .profileName(profile)
                .build()) {
            return provider.resolveCredentials();
        } catch (SdkClientException | IllegalArgumentException | IllegalStateException e) {
            // the cause may quote the file
            throw missing(file + ": gives no access key and secret for the profile " + profile);
        }
    }

    private static BackendException missing(String message) {
        return new BackendException(
                Failure.PERMANENT,
                new Problem(
                        "store.credentials",
                        message,
                        Retry.DOES_NOT_HELP,
                        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where stillframe is started, or name a"
                                + " credentials-file in the configuration"));
    }
}
