// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.backup;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Cluster;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.WalSegmentName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The WAL that a recovery needs: all segments from the one that holds the start position to the one that holds the last
 * byte before the stop position, and the histories of timelines.
 */
final class WalSegments {
    private static final int LONG_HEADER = 40; // XLogLongPageHeaderData (access/xlog_internal.h)

    private final Cluster cluster;
    private final int size;

    WalSegments(Cluster cluster) {
        this.cluster = cluster;
        this.size = cluster.control().walSegmentSize();
    }

    /**
     * The files, each of them checked.
     *
     * @throws WriterException {@code postgres.wal-missing} if one is not there any more or was recycled
     */
    List<Path> between(int timeline, Lsn start, Lsn stop) throws WriterException {
        List<Path> segments = new ArrayList<>();
        long last = Long.divideUnsigned(stop.value() - 1, size);
        for (long number = Long.divideUnsigned(start.value(), size); number <= last; number++) {
            Path segment = cluster.wal().resolve(new WalSegmentName(timeline, number).text(size));
            check(segment, number);
            segments.add(segment);
        }
        return segments;
    }

    /** The files that say where timelines branched off. */
    List<Path> histories() throws WriterException {
        try (Stream<Path> entries = Files.list(cluster.wal())) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9A-F]{8}\\.history"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(cluster.wal(), e);
        }
    }

    private void check(Path segment, long number) throws WriterException {
        ByteBuffer header = ByteBuffer.allocate(LONG_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(segment)) {
            if (file.size() != size) {
                throw missing(segment, "has " + file.size() + " bytes and not " + size);
            }
            while (header.hasRemaining() && file.read(header, header.position()) > 0) {
                // until the header is there
            }
        } catch (NoSuchFileException e) {
            throw missing(segment, "is not there any more");
        } catch (IOException e) {
            throw unreadable(segment, e);
        }
        if (Short.toUnsignedInt(header.getShort(0)) != cluster.release().walMagic()
                || header.getLong(8) != number * size
                || header.getLong(24) != cluster.control().systemIdentifier()) {
            throw missing(segment, "holds other WAL: it was recycled");
        }
    }

    private static WriterException missing(Path segment, String what) {
        return new WriterException(
                "postgres.wal-missing",
                "the WAL segment " + segment + " " + what,
                Retry.HELPS,
                "let the backup use a replication slot, or raise wal_keep_size");
    }

    private static WriterException unreadable(Path path, IOException e) {
        return new WriterException(
                "postgres.not-readable",
                "cannot read " + path + ": " + e.getClass().getSimpleName(),
                Retry.UNKNOWN,
                "run Stillframe as root or as the account that owns the data directory",
                e);
    }
}
