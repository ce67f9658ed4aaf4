// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A small synthetic database on disk, one of whose pages is written again and again. */
public final class SyntheticFiles {
    private final Path data;
    private final SyntheticDatabase database;
    private final Random random;
    private final long busy;

    public SyntheticFiles(Path data, Path log, Random random) throws IOException {
        this.data = data;
        this.random = random;
        database = SyntheticDatabase.small(random);
        List<ImageFile> files = database.files();
        Files.write(data, bytes(files.get(0)));
        Files.write(log, bytes(files.get(1)));
        busy = database.inUse.get(0).stream()
                .filter(page -> SyntheticDatabase.fixed(page, 1) < 0)
                .findFirst()
                .orElseThrow();
    }

    /** Writes a page with other contents, and seals it. */
    public void writeAPage() throws IOException {
        byte[] page = PageBytes.page(1, 1, busy, database.checkpoint, random);
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.seek(busy * PageBytes.SIZE);
            file.write(PageBytes.sealed(page, database.seal));
        }
    }

    /** Whether a byte of a file lies in a page with a checksum. */
    public boolean protects(String file, long at) {
        long page = at / PageBytes.SIZE;
        return file.equals(data.toString())
                && database.inUse.get(0).contains(page)
                && SyntheticDatabase.fixed(page, 1) < 0;
    }

    private static byte[] bytes(ImageFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // goes on until all of it is read
        }
        return bytes.array();
    }
}
