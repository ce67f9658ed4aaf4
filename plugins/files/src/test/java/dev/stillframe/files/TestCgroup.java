// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real cgroup of this machine, where systemd would put one: in a slice.
 *
 * @param unit its name, which no other test uses
 */
record TestCgroup(Path path, String unit) implements AutoCloseable {
    /** The hierarchy, or the test is skipped. */
    static UnitTree hierarchy() {
        UnitTree tree = UnitTree.ofThisMachine();
        assumeTrue(tree.root().isPresent(), "skipped: no version 2 cgroup filesystem is mounted");
        return tree;
    }

    static TestCgroup make(String name) {
        String id = "stillframetest" + ProcessHandle.current().pid() + "x" + System.nanoTime();
        Path slice = hierarchy().root().orElseThrow().resolve(id + ".slice");
        String unit = id + name;
        try {
            return new TestCgroup(Files.createDirectories(slice.resolve(unit)), unit);
        } catch (IOException e) {
            assumeTrue(false, "skipped: this user cannot make a cgroup: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    void add(Process process) throws IOException {
        write("cgroup.procs", Long.toString(process.pid()));
    }

    String read(String file) throws IOException {
        return Files.readString(path.resolve(file));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(path.resolve(file), text);
    }

    /** When nobody is in it any more. */
    @Override
    public void close() {
        await().ignoreExceptions().until(() -> Files.deleteIfExists(path));
        await().ignoreExceptions().until(() -> Files.deleteIfExists(path.getParent()));
    }
}
