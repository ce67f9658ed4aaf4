// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.objectstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An S3 server (s3proxy) on loopback that keeps its buckets as folders. One thread; close it.
 *
 * @see <a href="https://github.com/gaul/s3proxy">s3proxy</a>
 */
public final class ObjectStore implements AutoCloseable {
    /** The access key that it knows. */
    public static final String ACCESS_KEY = "stillframe-tests";

    /** The secret of that key. */
    public static final String SECRET = "not-a-secret";

    static final String READY = "ready ";

    private final Path folder;
    private Process process;
    private int port;

    private ObjectStore(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts one that keeps its buckets in a folder. */
    public static ObjectStore start(Path folder) throws IOException {
        Process process = launch(folder, 0);
        return new ObjectStore(folder, process, port(process));
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Makes a bucket. */
    public void bucket(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
    }

    /** Where the objects of a bucket lie, for tests that damage or count them. */
    public Path bucketFolder(String name) {
        return folder.resolve(name);
    }

    /** Ends it at once, as a loss of power would; its port answers no more. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again on the same port. */
    public void restart() throws IOException {
        process = launch(folder, port);
        port = port(process);
    }

    @Override
    public void close() {
        kill();
    }

    private static Process launch(Path folder, int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        classPath(),
                        Server.class.getName(),
                        folder.toString(),
                        ACCESS_KEY,
                        SECRET,
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String classPath() throws IOException {
        Path own = Path.of(URI.create(ObjectStore.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (InputStream libraries = ObjectStore.class.getResourceAsStream("class-path")) {
            if (libraries == null) {
                throw new IOException("the class path of the server was not built");
            }
            return own + ":" + new String(libraries.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static int port(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "object store's output");
                rest.setDaemon(true);
                rest.start();
                return Integer.parseInt(line.substring(READY.length()));
            }
        }
        process.destroyForcibly();
        throw new IOException("the object store did not start");
    }
}
