// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.objectstore.ObjectStore;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendContract;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import dev.stillframe.store.backend.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server. */
class S3BackendTest extends BackendContract {
    static final Map<String, String> ENVIRONMENT =
            Map.of("AWS_ACCESS_KEY_ID", ObjectStore.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", ObjectStore.SECRET);

    @TempDir
    static Path folder;

    private static ObjectStore server;
    private static int buckets;

    private String bucket;

    @BeforeAll
    static void start() throws Exception {
        server = ObjectStore.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Backend open() throws Exception {
        bucket = "bucket-" + getClass().getSimpleName().toLowerCase(Locale.ROOT) + "-" + buckets++;
        return open("/some/path");
    }

    S3Settings settings() {
        return S3Settings.usual();
    }

    private Backend open(String path) throws BackendException {
        return S3Backend.open(location(path), settings(), ENVIRONMENT);
    }

    private S3Location location(String path) {
        return S3Location.parse("s3:" + server.endpoint() + "/" + bucket + path);
    }

    @Test
    void objectsLieWhereResticLooksForThem() throws Exception {
        byte[] bytes = bytes("a pack");
        Handle pack = handle(Kind.DATA, bytes);
        backend.write(pack, Body.of(bytes));
        backend.write(Handle.CONFIG, Body.of(bytes));
        Path root = server.bucketFolder(bucket).resolve("some").resolve("path");
        assertThat(root.resolve("config")).hasBinaryContent(bytes);
        assertThat(root.resolve("data").resolve(pack.name().substring(0, 2)).resolve(pack.name()))
                .hasBinaryContent(bytes);
    }

    @Test
    void repositoriesOfOneBucketDoNotSeeEachOther() throws Exception {
        byte[] bytes = bytes("mine");
        backend.write(handle(Kind.SNAPSHOTS, bytes), Body.of(bytes));
        backend.write(Handle.CONFIG, Body.of(bytes));
        for (String path : new String[] {"", "/some", "/some/path/data", "/some/pat"}) {
            try (Backend other = open(path)) {
                assertThat(other.list(Kind.SNAPSHOTS)).as(path).isEmpty();
                assertThat(other.list(Kind.CONFIG)).as(path).isEmpty();
                assertFails(() -> other.size(Handle.CONFIG), Failure.NOT_FOUND, "store.missing");
            }
        }
    }

    @Test
    void aListingOfMoreThanOnePageIsWhole() throws Exception {
        for (int i = 0; i < 1005; i++) { // a page has 1,000
            byte[] bytes = bytes("lock " + i);
            Handle handle = handle(Kind.LOCKS, bytes);
            Path file = server.bucketFolder(bucket).resolve("some/path").resolve(handle.path());
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        assertThat(backend.list(Kind.LOCKS)).hasSize(1005);
    }

    @Test
    void aBucketThatDoesNotExistIsSaidUntilItIsMade() throws Exception {
        bucket = "other-" + bucket;
        try (Backend other = open("")) {
            assertFails(() -> other.readAll(Handle.CONFIG, 100), Failure.PERMANENT, "store.no-bucket");
            assertFails(() -> other.write(Handle.CONFIG, Body.of(bytes("x"))), Failure.PERMANENT, "store.no-bucket");
            other.create();
            assertThat(other.list(Kind.DATA)).isEmpty();
        }
    }

    @Test
    void aWrongSecretIsSaid() throws Exception {
        Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", ObjectStore.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", "x");
        try (Backend other = S3Backend.open(location(""), settings(), wrong)) {
            assertThatThrownBy(() -> other.readAll(Handle.CONFIG, 100))
                    .isInstanceOfSatisfying(BackendException.class, e -> {
                        assertThat(e.failure()).isEqualTo(Failure.PERMANENT);
                        assertThat(e.problem().code()).isEqualTo("store.denied");
                        assertThat(e.problem().hint()).contains("the secret does not belong to the access key");
                    });
            assertFails(() -> other.create(), Failure.PERMANENT, "store.denied");
            assertFails(() -> other.write(Handle.CONFIG, Body.of(bytes("x"))), Failure.PERMANENT, "store.denied");
        }
    }

    @Test
    void anUnknownAccessKeyIsSaid() throws Exception {
        Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", "nobody", "AWS_SECRET_ACCESS_KEY", "x");
        try (Backend other = S3Backend.open(location(""), settings(), wrong)) {
            assertThatThrownBy(() -> other.list(Kind.KEYS)).isInstanceOfSatisfying(BackendException.class, e -> {
                assertThat(e.problem().code()).isEqualTo("store.denied");
                assertThat(e.problem().hint()).contains("does not know the access key");
            });
        }
    }

    @Test
    void aServerThatIsAwayIsAPassingFailure() throws Exception {
        try (ObjectStore other = ObjectStore.start(Files.createTempDirectory(folder, "other"))) {
            S3Location there = S3Location.parse("s3:" + other.endpoint() + "/away");
            try (Backend away = S3Backend.open(there, settings(), ENVIRONMENT)) {
                away.create();
                other.kill();
                assertFails(() -> away.list(Kind.KEYS), Failure.TRANSIENT, "store.unreachable");
                assertFails(
                        () -> away.write(Handle.CONFIG, Body.of(bytes("x"))), Failure.TRANSIENT, "store.unreachable");
                other.restart();
                away.write(Handle.CONFIG, Body.of(bytes("x")));
            }
        }
    }

    @Test
    void credentialsComeFromAFile(@TempDir Path home) throws Exception {
        Path file = home.resolve("keys");
        Files.writeString(
                file,
                "[backup]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(ObjectStore.ACCESS_KEY, ObjectStore.SECRET));
        S3Settings usual = settings();
        S3Settings named = new S3Settings(
                usual.region(),
                usual.pathStyle(),
                usual.checksums(),
                usual.conditionalWrites(),
                Optional.of(file),
                "backup",
                usual.connectTimeout(),
                usual.answerTimeout());
        try (Backend other = S3Backend.open(location("/x"), named, Map.of())) {
            assertThat(other.list(Kind.KEYS)).isEmpty();
        }
        Path aws = Files.createDirectory(home.resolve(".aws")).resolve("credentials");
        Files.copy(file, aws);
        Map<String, String> environment = Map.of("HOME", home.toString(), "AWS_PROFILE", "backup");
        try (Backend other = S3Backend.open(location("/x"), usual, environment)) {
            assertThat(other.list(Kind.KEYS)).isEmpty();
        }
    }

    @Test
    void withoutCredentialsNothingIsTried(@TempDir Path home) {
        assertFails(
                () -> S3Backend.open(location(""), settings(), Map.of("HOME", home.toString())),
                Failure.PERMANENT,
                "store.credentials");
    }
}
