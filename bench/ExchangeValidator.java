// SPDX-License-Identifier: Apache-2.0
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.exchange.check.EseCheck;
import dev.stillframe.exchange.check.Pace;
import dev.stillframe.exchange.ese.Checksums;
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
 * How fast a database of Exchange's engine is judged, beside a plain read of the same file. Run it with
 * bench/exchange-validator on an idle machine. The file is made here: every page of it is written and carries the checksum
 * that corrects bits.
 */
public final class ExchangeValidator {
    private static final int ROUNDS = 7;

    /** Arguments: the file to make and read, its size in MiB, the size of its pages in bytes. */
    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        int megabytes = Integer.parseInt(arguments[1]);
        int pageSize = Integer.parseInt(arguments[2]);
        int threads = Runtime.getRuntime().availableProcessors();
        try {
            make(path, megabytes, pageSize);
            System.out.println("pages of " + pageSize + ", cores: " + threads + ", load: "
                    + Files.readString(Path.of("/proc/loadavg")).strip());
            for (int round = 1; round <= ROUNDS; round++) { // the first ones warm up the JVM and the page cache
                double plain = rate(megabytes, () -> read(path));
                double validated = rate(megabytes, () -> validate(path, threads));
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

    private static void validate(Path path, int threads) throws Exception {
        try (FileChannel channel = FileChannel.open(path)) {
            ImageFile file = new Opened(SourcePath.of(path.toAbsolutePath().toString()), channel.size(), channel);
            Verdict verdict = EseCheck.of(List.of(file), () -> Duration.ofHours(1), Pace.unlimited(), threads);
            if (!(verdict instanceof Verdict.Sound)) {
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

    private static void make(Path path, int megabytes, int pageSize) throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[pageSize];
        ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long pages = ((long) megabytes << 20) / pageSize;
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long index = 0; index < pages; index++) {
                if (index < 2) {
                    page.putInt(4, 0x89ABCDEF).putInt(52, 3).putInt(236, pageSize).put(667, (byte) 1);
                    page.putInt(0, Checksums.xor(bytes, 0, pageSize));
                } else {
                    random.nextBytes(bytes);
                    seal(page, bytes, (int) index - 1);
                }
                file.write(page.position(0));
            }
        }
    }

    private static void seal(ByteBuffer page, byte[] bytes, int number) {
        page.putInt(36, page.getInt(36) | 0x2000);
        int block = bytes.length <= 8192 ? bytes.length : bytes.length / 4;
        for (int i = bytes.length / block - 1; i > 0; i--) {
            page.putLong(40 + (i - 1) * 8, Checksums.ecc(bytes, i * block, block, number, false));
        }
        page.putLong(0, Checksums.ecc(bytes, 0, block, number, true));
    }
}
