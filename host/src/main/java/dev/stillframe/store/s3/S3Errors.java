// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of object storage means for a repository. Source: Amazon S3's API reference, "List of error codes". */
final class S3Errors {
    private static final Set<String> WRONG_SECRET = Set.of("SignatureDoesNotMatch");
    private static final Set<String> WRONG_KEY = Set.of("InvalidAccessKeyId", "InvalidToken", "ExpiredToken");
    private static final Set<String> WRONG_REGION =
            Set.of("AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException");
    private static final Set<String> FULL = Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity");
    private static final Set<String> BUSY =
            Set.of("SlowDown", "RequestTimeout", "OperationAborted", "ConditionalRequestConflict", "InternalError");

    private final S3Location location;

    S3Errors(S3Location location) {
        this.location = location;
    }

    BackendException of(SdkException e, String file) {
        if (e instanceof AwsServiceException answered) {
            return answered(answered, file);
        }
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return interrupted(file, e);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BackendException known) {
                return known;
            }
            if (cause instanceof IOException io) {
                return of(io, file);
            }
        }
        return permanent("failed", file + ": " + e.getMessage(), "", e);
    }

    /** No answer, or only a part of one. */
    BackendException of(IOException e, String file) {
        if (e instanceof BackendException known) {
            return known;
        }
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(file, e);
        }
        if (e instanceof SSLException) {
            return permanent(
                    "untrusted",
                    location.endpoint() + ": no secure connection: " + e.getMessage(),
                    "is it https, and is its certificate known to this Java?",
                    e);
        }
        String reason = e instanceof InterruptedIOException // java.net's name for a timeout
                ? "no answer in time"
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        return failed(
                Failure.TRANSIENT,
                "unreachable",
                location.endpoint() + ": cannot be reached: " + reason,
                Retry.HELPS,
                "check the address, the network and the server",
                e);
    }

    private BackendException answered(AwsServiceException e, String file) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        int status = e.statusCode();
        if (status == 412 || code.equals("PreconditionFailed")) {
            return exists(file);
        }
        if (code.equals("NoSuchBucket")) {
            return permanent(
                    "no-bucket",
                    location.endpoint() + ": has no bucket " + location.bucket(),
                    "is the location right? \"stillframe init\" makes the bucket",
                    e);
        }
        if (status == 404) {
            return failed(
                    Failure.NOT_FOUND,
                    "missing",
                    file + ": does not exist",
                    Retry.DOES_NOT_HELP,
                    "is the location right?",
                    e);
        }
        if (status == 416) {
            return permanent("short", file + ": ends before the range that was asked for", "run verify", e);
        }
        if (BUSY.contains(code) || status == 429 || status == 500 || status == 502 || status == 503 || status == 504) {
            return failed(
                    Failure.TRANSIENT, "busy", said(file, code, status), Retry.HELPS, "the store may be overloaded", e);
        }
        return permanent(word(e, code, status), said(file, code, status), hint(e, code, status), e);
    }

    private static String word(AwsServiceException e, String code, int status) {
        if (e.isClockSkewException() || code.equals("RequestTimeTooSkewed")) {
            return "clock";
        }
        if (FULL.contains(code) || status == 507) {
            return "full";
        }
        return status == 401 || status == 403 ? "denied" : "failed";
    }

    private static String hint(AwsServiceException e, String code, int status) {
        if (e.isClockSkewException() || code.equals("RequestTimeTooSkewed")) {
            return "this machine's clock and the store's differ by more than the store accepts: set it right, with NTP";
        }
        if (WRONG_SECRET.contains(code)) {
            return "the secret does not belong to the access key: check AWS_SECRET_ACCESS_KEY or the credentials-file";
        }
        if (WRONG_KEY.contains(code)) {
            return "the store does not know the access key: check AWS_ACCESS_KEY_ID or the credentials-file";
        }
        if (WRONG_REGION.contains(code) || status == 301) {
            return "set repository: {s3: {region: ...}} to the bucket's region";
        }
        if (FULL.contains(code) || status == 507) {
            return "make room in the store, or run forget and prune; nothing that was stored is lost";
        }
        if (status == 401 || status == 403) {
            return "check the access key, its secret and its rights to the bucket, and this machine's clock";
        }
        if (status == 501 || status == 400) {
            return "the store may be an older one: try repository: {s3: {conditional-writes: false, checksums: false}}";
        }
        return "";
    }

    private static String said(String file, String code, int status) {
        return file + ": the store answered " + status + (code.isEmpty() ? "" : " " + code);
    }

    BackendException exists(String file) {
        return failed(Failure.EXISTS, "exists", file + ": exists already", Retry.DOES_NOT_HELP, "", null);
    }

    BackendException tooShort(String file, long end, long missing) {
        return permanent(
                "short", file + ": ends at byte " + end + ", " + missing + " bytes too early", "run verify", null);
    }

    BackendException tooLong(String file, long size, long most) {
        return permanent(
                "long",
                file + ": has " + size + " bytes, more than the " + most + " that such a file can have",
                "it is damaged, or not a repository's file",
                null);
    }

    BackendException noLength(String file) {
        return permanent(
                "failed",
                file + ": the answer does not say how long it is",
                "is there a proxy before the store that changes answers? go around it",
                null);
    }

    BackendException ignoredRange(String file) {
        return permanent("failed", file + ": the store sent all of it instead of a part", "", null);
    }

    BackendException brokenOff(String file, long missing) {
        return failed(
                Failure.TRANSIENT,
                "unreachable",
                file + ": the answer broke off " + missing + " bytes before its end",
                Retry.HELPS,
                "check the network and the server",
                null);
    }

    private static BackendException interrupted(String file, Exception e) {
        Thread.currentThread().interrupt();
        return failed(Failure.INTERRUPTED, "interrupted", file + ": interrupted", Retry.HELPS, "", e);
    }

    private static BackendException permanent(String word, String message, String hint, @Nullable Exception cause) {
        return failed(Failure.PERMANENT, word, message, Retry.DOES_NOT_HELP, hint, cause);
    }

    private static BackendException failed(
            Failure failure, String word, String message, Retry retry, String hint, @Nullable Exception cause) {
        return new BackendException(failure, new Problem("store." + word, message, retry, hint), cause);
    }
}
