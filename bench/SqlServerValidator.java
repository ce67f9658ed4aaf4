// SPDX-License-Identifier: Apache-2.0
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.sqlserver.format.Allocation;
import dev.stillframe.sqlserver.format.DataPage;
import dev.stillframe.sqlserver.format.SectorChecksum;
import dev.stillframe.sqlserver.validate.DatabaseValidation;
import dev.stillframe.sqlserver.validate.Encryption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * How fast the files of SQL Server are judged, beside a plain read of the same file. Run it with bench/sqlserver-validator
 * on an idle machine. The file is made here: every page of it is in use and carries a checksum.
 */
public final class SqlServerValidator {
    private static final int ROUNDS = 7;

    /** Arguments: the file to make and read, and its size in MiB. */
    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        int megabytes = Integer.parseInt(arguments[1]);
        try {
            make(path, megabytes * 128L);
            System.out.println("cores: " + Runtime.getRuntime().availableProcessors() + ", load: "
                    + Files.readString(Path.of("/proc/loadavg")).strip());
            for (int round = 1; round <= ROUNDS; round++) { // the first ones warm up the JVM and the page cache
                double plain = rate(megabytes, () -> read(path));
                double validated = rate(megabytes, () -> validate(path));
                System.out.printf("round %d: plain read %,.0f MB/s, validation %,.0f MB/s%n", round, plain, validated);
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double rate(int megabytes, Work work) throws Exception {
        long began = System.nanoTime();
        work.run();
        return megabytes * 1.048576 / ((System.nanoTime() - began) / 1e9);
    }

    private static void read(Path path) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel file = FileChannel.open(path)) {
            while (file.read(buffer.clear()) >= 0) {}
        }
    }

    private static void validate(Path path) throws Exception {
        try (FileChannel channel = FileChannel.open(path)) {
            ImageFile file = new Opened(SourcePath.of(path.toAbsolutePath().toString()), channel.size(), channel);
            Verdict verdict =
                    new DatabaseValidation(Encryption.NONE).verdict(List.of(file), () -> Duration.ofHours(1));
            // page 0 is no file header, which is found; everything else is sound
            if (!(verdict instanceof Verdict.Damaged damaged) || damaged.total() != 1) {
                throw new IllegalStateException(verdict.toString());
            }
        }
    }

    private record Opened(SourcePath path, long size, FileChannel channel) implements ImageFile {
        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            return channel.read(buffer, at);
        }
    }

    private static void make(Path path, long pages) throws IOException {
        Random random = new Random(1);
        byte[] body = new byte[DataPage.SIZE];
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long number = 0; number < pages; number++) {
                ByteBuffer page = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
                page.putLong(200 + 8 * random.nextInt(900), random.nextLong());
                int type = Allocation.fixed(number, true).map(fixed -> fixed.number()).orElse(1);
                if (type == 8) {
                    java.util.Arrays.fill(body, 96, body.length, (byte) 0); // every extent is allocated
                } else if (type == 11) {
                    java.util.Arrays.fill(body, 96, body.length, (byte) 0x40); // and every page of it
                }
                page.put(0, (byte) 1).put(1, (byte) type).putShort(4, (short) 0x200);
                page.putInt(32, (int) number).putShort(36, (short) 1);
                page.putInt(60, 0).putInt(60, SectorChecksum.of(body, 0, 16, 60));
                file.write(page.position(0));
            }
        }
    }
}
