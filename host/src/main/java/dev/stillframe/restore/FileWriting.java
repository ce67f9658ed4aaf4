// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes contents into new files, leaving holes and runs of zeros out, and checks their digests. Any thread. */
final class FileWriting {
    private static final int STEP = 1 << 20;
    private static final byte[] ZEROS = new byte[1 << 16];

    /** What is stored is not what was backed up, or cannot be read. */
    static final class StoredDamage extends IOException {
        private static final long serialVersionUID = 1L;

        StoredDamage(String reason, Throwable cause) {
            super(reason, cause);
        }

        StoredDamage(String reason) {
            super(reason);
        }
    }

    private final StoredTree tree;
    private final LongConsumer progress;
    private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STEP));

    FileWriting(StoredTree tree, LongConsumer progress) {
        this.tree = tree;
        this.progress = progress;
    }

    /**
     * Writes a file's whole content.
     *
     * @return its size
     * @throws StoredDamage if it is not what was backed up: the file must not be kept
     */
    long write(Item item, TargetFile file) throws StoredDamage, TargetException {
        return write(item, file, 0, Long.MAX_VALUE);
    }

    /**
     * Opens a file that is to be written in parts, because as many are written as its size asks for.
     *
     * @throws StoredDamage if it is not as long as the backup says
     */
    void checkSize(Item item) throws StoredDamage {
        long size = item.node().metadata().size();
        try (Content content = tree.open(item)) {
            if (content.size() != size) {
                throw new StoredDamage("has " + content.size() + " bytes instead of " + size);
            }
        } catch (StoredDamage e) {
            throw e;
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Writes a part of a file that has no digest of its own, because each part proves itself.
     *
     * @throws StoredDamage if it is not what was backed up: the file must not be kept
     */
    void writePart(Item item, TargetFile file, long offset, long length) throws StoredDamage, TargetException {
        write(item, file, offset, offset + length);
    }

    private long write(Item item, TargetFile file, long from, long to) throws StoredDamage, TargetException {
        try (Content content = tree.open(item)) {
            boolean digested = item.sha256().isPresent();
            MessageDigest digest = Sha256.digest();
            for (Range range : content.ranges()) {
                long begin = Math.max(from, range.offset());
                long end = Math.min(to, range.end());
                if (begin < end && range.state() == Range.State.HOLE) {
                    if (digested) {
                        zeros(digest, end - begin);
                    }
                    progress.accept(end - begin);
                } else if (begin < end) {
                    copy(content, begin, end, file, digested ? digest : null);
                }
            }
            if (to >= content.size()) {
                file.setSize(content.size());
            }
            if (digested && !item.sha256().get().equals(Sha256.of(digest))) {
                throw new StoredDamage("its bytes are not those that were backed up");
            }
            return content.size();
        } catch (StoredDamage | TargetException e) {
            throw e;
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    private void copy(Content content, long begin, long end, TargetFile file, @Nullable MessageDigest digest)
            throws StoredDamage, TargetException {
        ByteBuffer buffer = buffers.get();
        for (long at = begin; at < end; ) {
            buffer.clear().limit((int) Math.min(STEP, end - at));
            read(content, buffer, at);
            buffer.flip();
            int length = buffer.remaining();
            if (digest != null) {
                digest.update(buffer.duplicate());
            }
            SparseWrite.write(file, buffer, at);
            at += length;
            progress.accept(length);
        }
    }

    private static void read(Content content, ByteBuffer buffer, long at) throws StoredDamage {
        try {
            while (buffer.hasRemaining()) {
                if (content.read(buffer, at + buffer.position()) < 0) {
                    throw new StoredDamage("is shorter than it was");
                }
            }
        } catch (StoredDamage e) {
            throw e;
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    private static void zeros(MessageDigest digest, long count) {
        for (long left = count; left > 0; left -= ZEROS.length) {
            digest.update(ZEROS, 0, (int) Math.min(ZEROS.length, left));
        }
    }
}
