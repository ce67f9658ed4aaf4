// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** An image whose reads return nothing, interrupted or not, until they are released: a disk that does not answer. */
public final class HangingImage implements BackupImage {
    private final BackupImage image;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** @param image what is read in the end */
    public HangingImage(BackupImage image) {
        this.image = image;
    }

    /** Whether a read hangs, or hung. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Lets all reads go on. */
    public void release() {
        released.countDown();
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        return image.files(component).map(HangingFile::new);
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        return image.file(path).map(HangingFile::new);
    }

    private void hang() {
        reached.countDown();
        boolean interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class HangingFile implements ImageFile {
        private final ImageFile file;

        HangingFile(ImageFile file) {
            this.file = file;
        }

        @Override
        public SourcePath path() {
            return file.path();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            hang();
            return file.read(buffer, at);
        }
    }
}
