// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.zpool;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The process of zfs-fuse. A machine can have one, because its socket has a fixed place: tests take turns by a lock on a
 * file, which also says whose process was left over by a JVM that was killed.
 */
final class Daemon implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/sbin/zfs-fuse");
    private static final Path SOCKET = Path.of("/run/zfs/zfs_socket");
    private static final Path LOCK = Path.of("/run/lock/stillframe-zfs-fuse");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final FileChannel lock;
    private final Process process;

    private Daemon(FileChannel lock, Process process) {
        this.lock = lock;
        this.process = process;
    }

    static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** Waits for its turn. */
    @SuppressWarnings("resource") // the lock lasts until the channel is closed
    static Daemon start() throws IOException {
        FileChannel lock =
                FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock.lock();
            endLeftOver(lock);
            if (answers()) {
                throw new IOException("a zfs-fuse that is not the tests' runs here: stop it, there can be only one");
            }
            Process process = new ProcessBuilder(PROGRAM.toString(), "--no-daemon", "--no-kstat-mount")
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lock.truncate(0);
            lock.write(ByteBuffer.wrap(Long.toString(process.pid()).getBytes(StandardCharsets.UTF_8)), 0);
            Daemon daemon = new Daemon(lock, process);
            daemon.await();
            return daemon;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static void endLeftOver(FileChannel lock) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        lock.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        Optional<ProcessHandle> left = pid.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid))
                        .filter(one -> one.info().command().equals(Optional.of(PROGRAM.toString()))
                                || one.info().command().equals(Optional.of("/usr" + PROGRAM)))
                : Optional.empty();
        left.ifPresent(one -> {
            one.destroyForcibly();
            one.onExit().orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join();
        });
    }

    private void await() throws IOException {
        long begun = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE_NANOS) {
                process.destroyForcibly();
                throw new IOException("zfs-fuse does not answer at " + SOCKET);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.destroy();
            if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().onExit().join();
            }
            Files.deleteIfExists(SOCKET);
            lock.truncate(0);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
