// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import com.sun.nio.file.ExtendedOpenOption;
import dev.stillframe.platform.linux.LoopVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Does to the files of a folder everything that moves bytes or addresses, as a seed says. */
public final class RandomWrites {
    private static final int BLOCK = 4096;
    private static final int LONGEST = 3 << 20;
    private static final int FILES = 8;

    private final Path live;
    private final boolean btrfs;
    private final Random random;

    public RandomWrites(Path live, boolean btrfs, Random random) {
        this.live = live;
        this.btrfs = btrfs;
        this.random = random;
    }

    /**
     * One change.
     *
     * @param base files of the image before, to clone from
     * @return what was done, for a failure's message
     */
    public String step(Path base) throws IOException, InterruptedException {
        List<Path> files = files(live);
        if ((files.size() < FILES && random.nextInt(3) == 0) || files.isEmpty()) {
            return create();
        }
        Path file = files.get(random.nextInt(files.size()));
        return file.getFileName() + " "
                + switch (random.nextInt(21)) {
                    case 0, 1, 2 -> write(file, aligned(), BLOCK * (1 + random.nextInt(16)));
                    case 3, 4 -> write(file, random.nextInt(LONGEST), 1 + random.nextInt(20_000));
                    case 5 -> mapped(file);
                    case 6 -> direct(file);
                    case 7 -> write(file, (int) Math.min(LONGEST, Files.size(file)), 1 + random.nextInt(100_000));
                    case 8 -> command(file, "truncate " + Math.max(0, Files.size(file) - random.nextInt(200_000)));
                    case 9 -> command(file, "truncate " + random.nextInt(LONGEST));
                    case 10 -> command(file, "fpunch " + aligned() + " " + length());
                    case 11 -> command(file, "fpunch " + random.nextInt(LONGEST) + " " + (1 + random.nextInt(99_999)));
                    case 12 -> command(file, "fzero " + random.nextInt(LONGEST) + " " + (1 + random.nextInt(99_999)));
                    case 13 -> command(file, "falloc " + aligned() + " " + length());
                    case 14 -> command(file, "falloc -k " + aligned() + " " + length());
                    case 15 -> clone(file, files.get(random.nextInt(files.size())));
                    case 16 -> clone(file, fromBase(base, files));
                    case 17 -> dedupe(file, random.nextBoolean() ? fromBase(base, files) : file);
                    case 18 -> rename(file, files);
                    case 19 -> recreate(file);
                    default -> btrfs ? defragment(file) : command(file, "fsync");
                };
    }

    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private int aligned() {
        return random.nextInt(LONGEST / BLOCK) * BLOCK;
    }

    private int length() {
        return BLOCK * (1 + random.nextInt(64));
    }

    private String create() throws IOException, InterruptedException {
        Path file = live.resolve("f" + random.nextInt(100));
        if (!Files.exists(file)) {
            Files.createFile(file);
            if (btrfs && random.nextInt(3) == 0) {
                attempt(List.of("chattr", random.nextBoolean() ? "+C" : "+c", file.toString()));
            }
        }
        int size = random.nextInt(3) == 0 ? random.nextInt(3000) : random.nextInt(LONGEST); // inline, or not
        return "create " + write(file, 0, Math.max(1, size));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
            return bytes;
        }
        int run = 1 + random.nextInt(5000); // compressible, and yet each block another one
        for (int i = 0; i < length; i += run) {
            java.util.Arrays.fill(bytes, i, Math.min(length, i + run), (byte) random.nextInt());
        }
        return bytes;
    }

    private String write(Path file, int at, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(length)), at);
            if (random.nextInt(4) == 0) {
                channel.force(false);
            }
        }
        return "write " + at + "+" + length;
    }

    private String mapped(Path file) throws IOException, InterruptedException {
        long size = Files.size(file);
        if (size < 2) {
            return "nothing to map";
        }
        int at = random.nextInt((int) Math.min(LONGEST, size - 1));
        int length = (int) Math.min(1 + random.nextInt(30_000), size - at);
        String range = at + " " + length;
        int value = random.nextInt(256); // by a process of its own: a mapping of this one's would hold the mount
        return attempt(List.of(
                "xfs_io", "-c", "mmap -rw 0 " + size, "-c", "mwrite -S " + value + " " + range, file.toString()));
    }

    private String direct(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK * 33).alignedSlice(BLOCK);
        int length = BLOCK * (1 + random.nextInt(32));
        buffer.put(bytes(length)).flip();
        int at = aligned();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
            channel.write(buffer, at);
        }
        return "direct " + at + "+" + length;
    }

    private String clone(Path file, Path from) throws IOException, InterruptedException {
        if (random.nextInt(4) == 0) {
            return attempt(List.of("cp", "--reflink=always", from.toString(), file.toString()));
        }
        long blocks = Files.size(from) / BLOCK;
        if (blocks == 0) {
            return "nothing to clone";
        }
        int source = random.nextInt((int) blocks);
        long length = (1 + random.nextInt((int) Math.min(64, blocks - source))) * (long) BLOCK;
        int target = random.nextBoolean() ? source * BLOCK : aligned();
        return command(file, "reflink " + from + " " + source * (long) BLOCK + " " + target + " " + length);
    }

    private String dedupe(Path file, Path from) throws IOException, InterruptedException {
        long blocks = Math.min(Files.size(from), Files.size(file)) / BLOCK;
        if (blocks == 0) {
            return "nothing to dedupe";
        }
        long at = random.nextInt((int) blocks) * (long) BLOCK;
        long length = Math.min(blocks * BLOCK - at, length());
        return command(file, "dedupe " + from + " " + at + " " + at + " " + length);
    }

    private Path fromBase(Path base, List<Path> files) throws IOException {
        List<Path> older = files(base);
        List<Path> from = older.isEmpty() ? files : older;
        return from.get(random.nextInt(from.size()));
    }

    private String rename(Path file, List<Path> files) throws IOException {
        Path other = files.get(random.nextInt(files.size()));
        Files.move(file, other, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return "rename to " + other.getFileName();
    }

    private String recreate(Path file) throws IOException {
        long size = Files.size(file);
        Files.delete(file);
        Files.createFile(file);
        return "recreate " + write(file, 0, (int) Math.max(1, Math.min(size, LONGEST)));
    }

    private String defragment(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("btrfs", "filesystem", "defragment", "-f"));
        if (random.nextBoolean()) {
            command.add("-czstd");
        }
        command.add(file.toString());
        return attempt(command);
    }

    private String command(Path file, String command) throws IOException, InterruptedException {
        return attempt(List.of("xfs_io", "-c", command, file.toString()));
    }

    /** What a filesystem refuses is no change, and no failure either. */
    private static String attempt(List<String> command) throws IOException, InterruptedException {
        String named = String.join(" ", command.subList(0, command.size() - 1));
        try {
            LoopVolume.run(command);
            return named;
        } catch (IOException e) {
            return named + " (refused)";
        }
    }
}
