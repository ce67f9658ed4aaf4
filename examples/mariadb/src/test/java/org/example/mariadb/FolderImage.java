// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Files of a server that was stopped, as if they were an image.
 *
 * @param taken which of them
 */
record FolderImage(Path folder, Predicate<Path> taken) implements BackupImage {
    @Override
    public Stream<ImageFile> files(ComponentId component) {
        try {
            return Files.walk(folder).filter(Files::isRegularFile).filter(taken).sorted().map(OnDisk::new);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        return Optional.of(Path.of(path.toString())).filter(Files::isRegularFile).map(OnDisk::new);
    }

    private record OnDisk(Path file) implements ImageFile {
        @Override
        public SourcePath path() {
            return SourcePath.of(file.toString());
        }

        @Override
        public long size() {
            return file.toFile().length();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                return channel.read(buffer, at);
            }
        }
    }
}
