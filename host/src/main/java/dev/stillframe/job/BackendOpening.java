// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.HostPath;
import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.error.Problem;
import dev.stillframe.event.Events;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.RetryPolicy;
import dev.stillframe.store.backend.RetryingBackend;
import dev.stillframe.store.local.LocalBackend;
import dev.stillframe.store.s3.S3Backend;
import dev.stillframe.store.s3.S3Location;
import dev.stillframe.store.s3.S3Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** Opens the place that a repository is configured to lie in. The classes for S3 are loaded only where S3 is meant. */
final class BackendOpening {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private BackendOpening() {}

    /** @param environment where the credentials of object storage may be */
    static Backend open(RepositoryStorage storage, Map<String, String> environment, Clock clock, Events events)
            throws BackendException {
        Backend place = storage.location().startsWith("/")
                ? new LocalBackend(HostPath.of(storage.location()))
                : ObjectStorage.open(storage, environment);
        return new RetryingBackend(place, RetryPolicy.within(storage.retryFor()), clock, new SecureRandom(), events);
    }

    /** In a class of its own, so that a folder needs none of the SDK. */
    private static final class ObjectStorage {
        static Backend open(RepositoryStorage storage, Map<String, String> environment) throws BackendException {
            RepositoryStorage.S3 s3 = storage.s3();
            S3Settings settings = new S3Settings(
                    s3.region(),
                    s3.pathStyle(),
                    s3.checksums(),
                    s3.conditionalWrites(),
                    s3.credentialsFile(),
                    s3.profile(),
                    CONNECT,
                    ANSWER);
            return S3Backend.open(location(storage), settings, environment);
        }

        private static S3Location location(RepositoryStorage storage) throws BackendException {
            try {
                return S3Location.parse(storage.location());
            } catch (IllegalArgumentException e) {
                throw new BackendException(
                        Failure.PERMANENT,
                        new Problem(
                                "config.location",
                                storage.location() + ": " + e.getMessage(),
                                Retry.DOES_NOT_HELP,
                                "write s3:https://HOST/BUCKET/PATH"),
                        e);
            }
        }
    }
}
