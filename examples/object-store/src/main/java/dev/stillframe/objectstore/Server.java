// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.objectstore;

import java.io.IOException;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The server's process. It says its port, and ends when its standard input does: it never outlives who started it. */
final class Server {
    private Server() {}

    /** @param arguments the folder that holds the buckets, the access key, the secret, the port or 0 */
    public static void main(String[] arguments) throws Exception {
        FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(arguments[0]);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + arguments[3]))
                .awsAuthentication(AuthenticationType.AWS_V4, arguments[1], arguments[2])
                .metricsEnabled(false)
                .build();
        proxy.start();
        System.out.println(ObjectStore.READY + proxy.getPort());
        awaitEnd();
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
    }
}
