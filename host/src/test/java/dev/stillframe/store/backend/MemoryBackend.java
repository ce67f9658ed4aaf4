// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.backend;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps files in memory. Tests may look at them, and damage them. */
public final class MemoryBackend implements Backend {
    private final Map<Handle, byte[]> files = new ConcurrentHashMap<>();

    /** The files themselves: changing an array or the map changes what is stored. */
    public Map<Handle, byte[]> files() {
        return files;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public Properties properties() {
        return new Properties(true, 4, true);
    }

    @Override
    public void create() {}

    @Override
    public List<Listed> list(Kind kind) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().kind() == kind)
                .map(file -> new Listed(file.getKey(), file.getValue().length))
                .toList();
    }

    @Override
    public long size(Handle handle) throws BackendException {
        return bytes(handle).length;
    }

    @Override
    public void read(Handle handle, long offset, ByteBuffer into) throws BackendException {
        byte[] bytes = bytes(handle);
        if (offset + into.remaining() > bytes.length) {
            throw failed(Failure.PERMANENT, "store.short", handle + ": is too short");
        }
        into.put(bytes, (int) offset, into.remaining());
    }

    @Override
    public byte[] readAll(Handle handle, int most) throws BackendException {
        byte[] bytes = bytes(handle);
        if (bytes.length > most) {
            throw failed(Failure.PERMANENT, "store.long", handle + ": is too long");
        }
        return bytes.clone();
    }

    @Override
    public void write(Handle handle, Body body) throws BackendException {
        try (InputStream in = body.open()) {
            if (files.putIfAbsent(handle, in.readAllBytes()) != null) {
                throw failed(Failure.EXISTS, "store.exists", handle + ": exists already");
            }
        } catch (BackendException e) {
            throw e;
        } catch (IOException e) {
            throw new BackendException(
                    Failure.PERMANENT, new Problem("store.failed", handle + ": " + e, Retry.UNKNOWN, ""), e);
        }
    }

    @Override
    public void remove(Handle handle) {
        files.remove(handle);
    }

    @Override
    public List<String> sweep(Duration age) {
        return List.of();
    }

    @Override
    public void close() {}

    private byte[] bytes(Handle handle) throws BackendException {
        byte[] bytes = files.get(handle);
        if (bytes == null) {
            throw failed(Failure.NOT_FOUND, "store.missing", handle + ": does not exist");
        }
        return bytes;
    }

    private static BackendException failed(Failure failure, String code, String message) {
        return new BackendException(failure, new Problem(code, message, Retry.DOES_NOT_HELP, ""));
    }
}
