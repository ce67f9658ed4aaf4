// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.fuzz;

import dev.stillframe.store.restic.crypto.Key;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.ConfigJson;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.IndexJson;
import dev.stillframe.store.restic.format.KeyJson;
import dev.stillframe.store.restic.format.LockJson;
import dev.stillframe.store.restic.format.PackedBlob;
import dev.stillframe.store.restic.format.RepositoryException;
import dev.stillframe.store.restic.format.SnapshotJson;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import dev.stillframe.store.restic.format.UnpackedFile;
import dev.stillframe.store.restic.pack.BlobCodec;
import dev.stillframe.store.restic.pack.PackHeader;
import java.util.Arrays;
import java.util.List;

/**
 * Every parser of a repository's bytes, for Jazzer: the first byte chooses which. Bytes that are not what they should be
 * may be refused by the one exception that says so, and by nothing else.
 */
public final class FormatFuzz {
    /** How many there are to choose from. */
    static final int PARSERS = 10;

    private static final BlobId NAME = BlobId.of(new byte[0]);
    private static final FileId PACK = FileId.of(new byte[0]);
    private static final Key KEY = Key.random();
    private static final int MOST_PLAIN = 1 << 16;

    private FormatFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            parse(Math.floorMod(input[0], PARSERS), bytes);
        } catch (RepositoryException e) {
            if (e.problem().code().isEmpty()) {
                throw new IllegalStateException("an error without a code", e);
            }
        }
    }

    private static void parse(int parser, byte[] bytes) throws RepositoryException {
        switch (parser) {
            case 0 -> ConfigJson.read(bytes);
            case 1 -> KeyJson.read(bytes, "key");
            case 2 -> KeyJson.readMaster(bytes, "key");
            case 3 -> LockJson.read(bytes, "lock");
            case 4 -> SnapshotJson.read(bytes, "snapshot");
            case 5 -> IndexJson.read(bytes, "index", (pack, blobs) -> {});
            case 6 -> tree(bytes);
            case 7 -> UnpackedFile.decode(bytes, "file");
            case 8 -> header(bytes);
            default -> blob(bytes);
        }
    }

    /** What was read is written so that it reads the same. */
    private static void tree(byte[] bytes) throws RepositoryException {
        TreeDocument tree = TreeJson.read(bytes, NAME);
        byte[] written;
        try {
            written = TreeJson.write(tree);
        } catch (IllegalArgumentException e) {
            return; // names out of order: such a tree can be read, and is not written
        }
        if (!Arrays.equals(written, TreeJson.write(TreeJson.read(written, NAME)))) {
            throw new IllegalStateException("a tree that is written differently each time");
        }
    }

    private static void header(byte[] bytes) {
        List<PackedBlob> blobs;
        try {
            blobs = PackHeader.parse(bytes);
        } catch (IllegalArgumentException e) {
            return; // which its only caller names the pack by
        }
        int size = PackHeader.sealedSize(blobs) - PackHeader.LENGTH_FIELD - Key.OVERHEAD;
        if (size != bytes.length) {
            throw new IllegalStateException("a header of " + bytes.length + " bytes that takes " + size);
        }
    }

    /** Somebody with the key stored something that is no zstd frame. */
    private static void blob(byte[] bytes) throws RepositoryException {
        byte[] sealed = KEY.seal(bytes);
        int plainLength = bytes.length == 0 ? 1 : (bytes[0] & 0xff) * MOST_PLAIN / 256 + 1;
        try (BlobCodec codec = new BlobCodec(KEY, 1)) {
            codec.open(PACK, new PackedBlob(BlobType.DATA, NAME, 0, sealed.length, plainLength), sealed, 0);
        }
    }
}
