// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.fork;

import dev.stillframe.api.ThawAction;
import dev.stillframe.api.WriterFactory;
import dev.stillframe.runtime.call.BoundedFactory;
import dev.stillframe.testkit.drive.Subject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/** The packaged writer in a process of its own, that was asked to freeze. Confined to one thread. */
public final class ForkedWriter implements AutoCloseable {
    private final Process process;
    private final DataOutputStream to;
    private final DataInputStream from;
    private final List<ThawAction> armed = new ArrayList<>();

    private ForkedWriter(Process process) {
        this.process = process;
        to = new DataOutputStream(process.getOutputStream());
        from = new DataInputStream(process.getInputStream());
    }

    /** Starts the process. */
    public static ForkedWriter start(Subject subject) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+PerfDisableSharedMem",
                "-cp",
                classPath(),
                WriterProcess.class.getName(),
                subject.jar().toAbsolutePath().toString(),
                subject.writer().orElse(""));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ForkedWriter forked = new ForkedWriter(process);
        byte[] settings = PlainData.write("settings", subject.application().settings());
        forked.to.writeInt(settings.length);
        forked.to.write(settings);
        forked.to.flush();
        return forked;
    }

    /**
     * Waits until it arms its next action, which is not acknowledged yet, or has frozen.
     *
     * @return whether it has frozen
     * @throws AssertionError if it failed
     */
    public boolean frozen() throws IOException {
        try {
            byte what = from.readByte();
            if (what == WriterProcess.ARMED) {
                armed.add((ThawAction) PlainData.read(from.readNBytes(from.readInt())));
                return false;
            }
            if (what == WriterProcess.FAILED) {
                throw new AssertionError("in a process of its own " + from.readUTF());
            }
            return true;
        } catch (EOFException e) {
            throw new AssertionError("the writer's process ended by itself, see its output", e);
        }
    }

    /** Acknowledges an action. */
    public void acknowledge() throws IOException {
        to.writeByte(1);
        to.flush();
    }

    /** What was armed, in order. */
    public List<ThawAction> armed() {
        return List.copyOf(armed);
    }

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }

    /** Kills the process as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What the process needs: the kit, the calling discipline, the contract and its two libraries. */
    private static String classPath() throws URISyntaxException {
        Set<String> places = new TreeSet<>();
        for (Class<?> each : List.of(
                WriterProcess.class, BoundedFactory.class, WriterFactory.class, Logger.class, NullMarked.class)) {
            places.add(Path.of(each.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, places);
    }
}
