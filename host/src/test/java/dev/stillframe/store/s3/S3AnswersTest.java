// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import static dev.stillframe.store.backend.BackendContract.assertFails;
import static dev.stillframe.store.backend.BackendContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.backend.BackendException;
import dev.stillframe.store.backend.Body;
import dev.stillframe.store.backend.Failure;
import dev.stillframe.store.backend.Handle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a healthy server does not give. */
class S3AnswersTest {
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        backend = S3Backend.open(
                S3Location.parse("s3:http://127.0.0.1:" + server.getAddress().getPort() + "/bucket"),
                S3Settings.usual(),
                S3BackendTest.ENVIRONMENT);
    }

    @AfterEach
    void stop() throws Exception {
        backend.close();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, TRANSIENT, store.busy, overloaded",
        "500, InternalError, TRANSIENT, store.busy, overloaded",
        "502, '', TRANSIENT, store.busy, overloaded",
        "429, '', TRANSIENT, store.busy, overloaded",
        "400, RequestTimeout, TRANSIENT, store.busy, overloaded",
        "409, ConditionalRequestConflict, TRANSIENT, store.busy, overloaded",
        "403, RequestTimeTooSkewed, PERMANENT, store.clock, clock",
        "403, SignatureDoesNotMatch, PERMANENT, store.denied, secret",
        "403, InvalidAccessKeyId, PERMANENT, store.denied, AWS_ACCESS_KEY_ID",
        "403, AccessDenied, PERMANENT, store.denied, rights",
        "403, '', PERMANENT, store.denied, rights",
        "400, AuthorizationHeaderMalformed, PERMANENT, store.failed, region",
        "403, QuotaExceeded, PERMANENT, store.full, prune",
        "507, XMinioStorageFull, PERMANENT, store.full, prune",
        "501, NotImplemented, PERMANENT, store.failed, conditional-writes",
        "404, NoSuchBucket, PERMANENT, store.no-bucket, location",
        "412, PreconditionFailed, EXISTS, store.exists, ''",
    })
    void everyErrorHasItsMeaning(int status, String code, Failure failure, String problem, String hint) {
        answer(exchange -> fail(exchange, status, code));
        assertThatThrownBy(() -> backend.write(Handle.CONFIG, Body.of(bytes("x"))))
                .isInstanceOfSatisfying(BackendException.class, e -> {
                    assertThat(e.failure()).isEqualTo(failure);
                    assertThat(e.problem().code()).isEqualTo(problem);
                    assertThat(e.problem().hint()).contains(hint);
                    assertThat(e.problem().toString()).doesNotContain("not-a-secret");
                });
        assertThat(requests).as("nothing is tried again below us").hasValue(1);
    }

    @Test
    void anAnswerThatBreaksOffIsAPassingFailure() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[500]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        assertFails(() -> backend.readAll(Handle.CONFIG, 2000), Failure.TRANSIENT, "store.unreachable");
    }

    @Test
    void aServerThatIgnoresRangesIsNotBelieved() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[1000]);
            exchange.close();
        });
        assertFails(() -> backend.read(Handle.CONFIG, 10, 20), Failure.PERMANENT, "store.failed");
    }

    @Test
    void anAnswerThatDoesNotSayHowLongItIsIsNotBelieved() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0); // in chunks
            exchange.getResponseBody().write(new byte[20]);
            exchange.close();
        });
        assertFails(() -> backend.readAll(Handle.CONFIG, 2000), Failure.PERMANENT, "store.failed");
        assertFails(() -> backend.read(Handle.CONFIG, 0, 20), Failure.PERMANENT, "store.failed");
        assertFails(() -> backend.size(Handle.CONFIG), Failure.PERMANENT, "store.failed");
    }

    @ParameterizedTest
    @CsvSource({"BucketAlreadyOwnedByYou, true", "BucketAlreadyExists, false"})
    void aBucketThatIsOursByNowIsAsGoodAsMade(String code, boolean ours) {
        answer(exchange -> {
            boolean made = exchange.getRequestMethod().equals("PUT");
            fail(exchange, made ? 409 : 404, made ? code : "NoSuchBucket");
        });
        if (ours) {
            assertThatCode(backend::create).doesNotThrowAnyException();
        } else {
            assertFails(backend::create, Failure.PERMANENT, "store.failed");
        }
    }

    @Test
    void aPlainServerBehindHttpsIsNotTrusted() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> refuse(plain));
            answering.start();
            S3Location secure = S3Location.parse("s3:https://127.0.0.1:" + plain.getLocalPort() + "/bucket");
            try (Backend other = S3Backend.open(secure, S3Settings.usual(), S3BackendTest.ENVIRONMENT)) {
                assertFails(() -> other.readAll(Handle.CONFIG, 1), Failure.PERMANENT, "store.untrusted");
            }
            answering.join();
        }
    }

    private static void refuse(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            answer.to(exchange);
        });
    }

    private static void fail(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = code.isEmpty() ? new byte[0] : bytes("<Error><Code>" + code + "</Code></Error>");
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
