// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What {@code global/pg_control} says (catalog/pg_control.h).
 *
 * @param systemIdentifier made by initdb, the same in all copies of a cluster
 * @param controlVersion the layout of this file
 * @param catalogVersion of the system catalogs; names the folder in tablespaces
 * @param checkPoint where the latest checkpoint record begins
 * @param redo where recovery begins
 * @param timeline of that checkpoint
 * @param fullPageWrites whether that checkpoint says that pages are logged whole at their first change
 * @param minRecoveryPoint how far a recovery that was interrupted had come at least
 * @param backupStart set while a restored backup recovers
 * @param pageSize of relations, in bytes
 * @param segmentPages how many pages a file of a relation has at most
 * @param walPageSize in bytes
 * @param walSegmentSize in bytes
 * @param checksumVersion of relation pages: 0 none, 1 as {@link PageChecksum}
 */
public record PgControl(
        long systemIdentifier,
        int controlVersion,
        int catalogVersion,
        ClusterState state,
        Lsn checkPoint,
        Lsn redo,
        int timeline,
        boolean fullPageWrites,
        Lsn minRecoveryPoint,
        int minRecoveryTimeline,
        Lsn backupStart,
        boolean backupEndRequired,
        int pageSize,
        int segmentPages,
        int walPageSize,
        int walSegmentSize,
        int checksumVersion) {
    /** How many bytes of the file {@link #parse} needs; the file is longer, and zero after them. */
    public static final int LENGTH = 296;

    /** How many bytes the file has in every version; the server gets by with the first. */
    public static final int FILE_SIZE = 8192;

    private static final int MEGABYTE = 1 << 20;

    /** @throws MalformedException if the version is not of 13 to 18, the checksum fails, or a size is impossible */
    public static PgControl parse(byte[] bytes) throws MalformedException {
        if (bytes.length < LENGTH) {
            throw new MalformedException("has only " + bytes.length + " bytes");
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = file.getInt(8);
        int checksumAt = Release.controlChecksumAt(version)
                .orElseThrow(() -> new MalformedException("its version is " + Integer.toUnsignedString(version)
                        + ", which is not of PostgreSQL 13 to 18"));
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, checksumAt);
        int stored = file.getInt(checksumAt);
        if (stored != (int) crc.getValue()) {
            throw new MalformedException(
                    String.format("its checksum is %08x and should be %08x", stored, crc.getValue()));
        }
        PgControl control = new PgControl(
                file.getLong(0),
                version,
                file.getInt(12),
                ClusterState.of(file.getInt(16)),
                new Lsn(file.getLong(32)),
                new Lsn(file.getLong(40)),
                file.getInt(48),
                file.get(56) != 0,
                new Lsn(file.getLong(136)),
                file.getInt(144),
                new Lsn(file.getLong(152)),
                file.get(168) != 0,
                file.getInt(216),
                file.getInt(220),
                file.getInt(224),
                file.getInt(228),
                file.getInt(252));
        control.checkSizes();
        return control;
    }

    /** The folder of this cluster inside a tablespace, for example {@code PG_15_202209061}. */
    public String tablespaceFolder(Release release) {
        return "PG_" + release.major() + "_" + Integer.toUnsignedString(catalogVersion);
    }

    private void checkSizes() throws MalformedException {
        checkPowerOfTwo("relation page size", pageSize, 1 << 10, 1 << 15);
        checkPowerOfTwo("WAL page size", walPageSize, 1 << 10, 1 << 16);
        checkPowerOfTwo("WAL segment size", walSegmentSize, MEGABYTE, 1 << 30);
        if (segmentPages <= 0) {
            throw new MalformedException("its relation segment size is " + Integer.toUnsignedString(segmentPages));
        }
    }

    private static void checkPowerOfTwo(String what, int value, int least, int most) throws MalformedException {
        if (value < least || value > most || Integer.bitCount(value) != 1) {
            throw new MalformedException("its " + what + " is " + Integer.toUnsignedString(value));
        }
    }
}
