// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** An image on a disk that answers every read with an error. */
public record UnreadableImage(BackupImage image) implements BackupImage {
    @Override
    public Stream<ImageFile> files(ComponentId component) {
        return image.files(component).map(UnreadableFile::new);
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        return image.file(path).map(UnreadableFile::new);
    }

    private record UnreadableFile(ImageFile file) implements ImageFile {
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
            throw new IOException(path() + " cannot be read: the kit refuses on purpose");
        }
    }
}
