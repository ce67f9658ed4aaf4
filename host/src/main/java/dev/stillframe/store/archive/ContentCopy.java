// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Copies one content into a packer and digests it. When the source fails, zeros fill up the size that the packer was
 * told, so that the archive stays well formed. One thread.
 */
final class ContentCopy {
    private static final int STEP = 1 << 18;
    private static final byte[] ZEROS = new byte[STEP];

    /** @param failure why the source could not be read to its end */
    record Result(Sha256 sha256, Optional<SourceException> failure) {}

    private final LongConsumer progress;
    private final byte[] buffer = new byte[STEP];

    /** @param progress called with how many bytes were copied since it was last called */
    ContentCopy(LongConsumer progress) {
        this.progress = progress;
    }

    Result copy(SourcePath path, Content content, long size, List<Extent> extents, Packer packer) throws IOException {
        MessageDigest digest = Sha256.digest();
        Optional<SourceException> failure = Optional.empty();
        long digested = 0;
        for (Extent extent : extents) {
            zeros(digest, extent.offset() - digested, packer);
            long at = extent.offset();
            while (at < extent.end()) {
                int step = (int) Math.min(STEP, extent.end() - at);
                if (failure.isEmpty()) {
                    failure = read(path, content, at, step);
                }
                byte[] bytes = failure.isEmpty() ? buffer : ZEROS;
                digest.update(bytes, 0, step);
                packer.write(bytes, step);
                progress.accept(step);
                at += step;
            }
            digested = extent.end();
        }
        zeros(digest, size - digested, packer);
        return new Result(Sha256.of(digest), failure);
    }

    private Optional<SourceException> read(SourcePath path, Content content, long at, int length) throws IOException {
        ByteBuffer step = ByteBuffer.wrap(buffer, 0, length);
        try {
            while (step.hasRemaining()) {
                if (content.read(step, at + step.position()) < 0) {
                    return Optional.of(new SourceException(path, "became shorter while it was read", null));
                }
            }
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of(e);
        }
    }

    private void zeros(MessageDigest digest, long count, Packer packer) throws IOException {
        for (long left = count; left > 0; left -= STEP) {
            int step = (int) Math.min(STEP, left);
            digest.update(ZEROS, 0, step);
            if (!packer.leavesHolesOut()) {
                packer.write(ZEROS, step);
            }
            progress.accept(step);
        }
    }
}
