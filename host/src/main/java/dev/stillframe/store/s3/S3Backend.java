// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import dev.stillframe.store.backend.Listed;
import dev.stillframe.store.backend.Properties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket, or a part of one, in restic's default layout, which restic uses at the same time. Every file is one object,
 * written by one request: nothing is ever half there.
 */
public final class S3Backend implements Backend {
    private static final int CONNECTIONS = 5; // java.net keeps so many connections to a host open
    private static final String MEDIA_TYPE = "application/octet-stream";

    private final S3Location location;
    private final S3Settings settings;
    private final S3Client client;
    private final S3Errors errors;

    private S3Backend(S3Location location, S3Settings settings, S3Client client) {
        this.location = location;
        this.settings = settings;
        this.client = client;
        this.errors = new S3Errors(location);
    }

    /**
     * Connects to nothing yet.
     *
     * @param environment where credentials may be
     * @throws BackendException if there are none
     */
    public static S3Backend open(S3Location location, S3Settings settings, Map<String, String> environment)
            throws BackendException {
        return new S3Backend(
                location, settings, Clients.client(location, settings, Credentials.find(settings, environment)));
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public Properties properties() {
        return new Properties(settings.conditionalWrites(), CONNECTIONS, false);
    }

    /** Makes the bucket, if there is none. */
    @Override
    public void create() throws BackendException {
        try {
            // and not a HEAD of the bucket, whose answer cannot say what is wrong
            client.listObjectsV2(request -> request.bucket(location.bucket()).maxKeys(1));
        } catch (NoSuchBucketException e) {
            createBucket();
        } catch (SdkException e) {
            throw errors.of(e, location.toString());
        }
    }

    private void createBucket() throws BackendException {
        try {
            client.createBucket(request -> request.bucket(location.bucket()));
        } catch (BucketAlreadyOwnedByYouException e) {
            // somebody else of ours was faster, or our own answer was lost
        } catch (SdkException e) {
            throw errors.of(e, location.toString());
        }
    }

    @Override
    public List<Listed> list(Kind kind) throws BackendException {
        List<Listed> found = new ArrayList<>();
        String start = location.prefix() + kind.folder();
        try {
            client.listObjectsV2Paginator(ListObjectsV2Request.builder()
                            .bucket(location.bucket())
                            .prefix(kind == Kind.CONFIG ? start : start + "/")
                            .build())
                    .contents()
                    .forEach(object -> add(found, kind, object));
        } catch (SdkException e) {
            throw errors.of(e, location + "/" + kind.folder());
        }
        return found;
    }

    private void add(List<Listed> found, Kind kind, S3Object object) {
        String name =
                kind == Kind.CONFIG ? "" : object.key().substring(object.key().lastIndexOf('/') + 1);
        if (kind == Kind.CONFIG || Handle.isName(name)) {
            Handle handle = new Handle(kind, name);
            if (object.key().equals(key(handle))) {
                found.add(new Listed(handle, object.size()));
            }
        }
    }

    @Override
    public long size(Handle handle) throws BackendException {
        try {
            return length(
                    client.headObject(
                                    request -> request.bucket(location.bucket()).key(key(handle)))
                            .contentLength(),
                    handle);
        } catch (SdkException e) {
            throw errors.of(e, name(handle));
        }
    }

    @Override
    public void read(Handle handle, long offset, ByteBuffer into) throws BackendException {
        if (!into.hasRemaining()) {
            return; // HTTP has no range without a byte
        }
        long wanted = into.remaining();
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(key(handle))
                .range("bytes=" + offset + "-" + (offset + wanted - 1))
                .build();
        try (ResponseInputStream<GetObjectResponse> answer = client.getObject(request)) {
            long length = length(answer, handle);
            if (answer.response().contentRange() == null && length > wanted) {
                answer.abort();
                throw errors.ignoredRange(name(handle));
            }
            if (length < wanted) {
                answer.abort();
                throw errors.tooShort(name(handle), offset + length, wanted - length);
            }
            fill(answer, into, handle);
        } catch (SdkException e) {
            throw errors.of(e, name(handle));
        } catch (IOException e) {
            throw errors.of(e, name(handle));
        }
    }

    @Override
    public byte[] readAll(Handle handle, int most) throws BackendException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(key(handle))
                .build();
        try (ResponseInputStream<GetObjectResponse> answer = client.getObject(request)) {
            long length = length(answer, handle);
            if (length > most) {
                answer.abort();
                throw errors.tooLong(name(handle), length, most);
            }
            byte[] bytes = new byte[(int) length];
            fill(answer, ByteBuffer.wrap(bytes), handle);
            return bytes;
        } catch (SdkException e) {
            throw errors.of(e, name(handle));
        } catch (IOException e) {
            throw errors.of(e, name(handle));
        }
    }

    private long length(ResponseInputStream<GetObjectResponse> answer, Handle handle) throws BackendException {
        try {
            return length(answer.response().contentLength(), handle);
        } catch (BackendException e) {
            answer.abort();
            throw e;
        }
    }

    /** An answer in chunks has none; the store itself always says it. */
    private long length(@Nullable Long length, Handle handle) throws BackendException {
        if (length == null) {
            throw errors.noLength(name(handle));
        }
        return length;
    }

    private void fill(ResponseInputStream<GetObjectResponse> answer, ByteBuffer into, Handle handle)
            throws IOException {
        ReadableByteChannel channel = Channels.newChannel(answer);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw errors.brokenOff(name(handle), into.remaining());
            }
        }
    }

    @Override
    public void write(Handle handle, Body body) throws BackendException {
        if (!settings.conditionalWrites() && exists(handle)) {
            throw errors.exists(name(handle));
        }
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(location.bucket()).key(key(handle));
        if (settings.conditionalWrites()) {
            request.ifNoneMatch("*");
        }
        try {
            client.putObject(
                    request.build(), RequestBody.fromContentProvider(() -> open(body), body.size(), MEDIA_TYPE));
        } catch (SdkException e) {
            throw errors.of(e, name(handle));
        } catch (UncheckedIOException e) {
            throw errors.of(Objects.requireNonNull(e.getCause()), name(handle));
        }
    }

    private boolean exists(Handle handle) throws BackendException {
        try {
            size(handle);
            return true;
        } catch (BackendException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static InputStream open(Body body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(Handle handle) throws BackendException {
        try {
            client.deleteObject(request -> request.bucket(location.bucket()).key(key(handle)));
        } catch (SdkException e) {
            throw errors.of(e, name(handle));
        }
    }

    /** Nothing is ever half written. */
    @Override
    public List<String> sweep(Duration age) {
        return List.of();
    }

    @Override
    public void close() {
        client.close();
    }

    private String key(Handle handle) {
        return location.prefix() + handle.path();
    }

    private String name(Handle handle) {
        return location + "/" + handle.path();
    }
}
