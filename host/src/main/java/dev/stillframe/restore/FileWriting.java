// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.platform.linux.LinuxException;
import dev.stillframe.platform.linux.NewFile;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes contents into new files, leaving their holes out, and checks their digests. One thread. */
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
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);

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
    long write(Item item, NewFile file) throws StoredDamage, LinuxException {
        try (Content content = open(item)) {
            MessageDigest digest = Sha256.digest();
            for (Range range : ranges(content)) {
                if (range.state() == Range.State.HOLE) {
                    zeros(digest, range.length());
                    progress.accept(range.length());
                } else {
                    copy(content, range, file, digest);
                }
            }
            file.setSize(content.size());
            if (!item.sha256().map(Sha256.of(digest)::equals).orElse(true)) {
                throw new StoredDamage("its bytes are not those that were backed up");
            }
            return content.size();
        } catch (StoredDamage | LinuxException e) {
            throw e;
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    private Content open(Item item) throws StoredDamage {
        try {
            return tree.open(item);
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Range> ranges(Content content) throws StoredDamage {
        try {
            return content.ranges();
        } catch (IOException e) {
            throw new StoredDamage(String.valueOf(e.getMessage()), e);
        }
    }

    private void copy(Content content, Range range, NewFile file, MessageDigest digest)
            throws StoredDamage, LinuxException {
        for (long at = range.offset(); at < range.end(); ) {
            buffer.clear().limit((int) Math.min(STEP, range.end() - at));
            read(content, at);
            buffer.flip();
            int length = buffer.remaining();
            digest.update(buffer.duplicate());
            file.write(buffer, at);
            at += length;
            progress.accept(length);
        }
    }

    private void read(Content content, long at) throws StoredDamage {
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
