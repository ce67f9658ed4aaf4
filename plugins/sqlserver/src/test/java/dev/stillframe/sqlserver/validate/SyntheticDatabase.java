// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.ImageFile;
import dev.stillframe.sqlserver.format.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A database in memory, built page by page for what no sample has. Everything but contents is set by its fields. */
public final class SyntheticDatabase {
    static final int GAM_INTERVAL = 511_232;
    static final int PFS_INTERVAL = 8088;

    final Random random;
    final UUID binding;
    int version = 904;
    PageBytes.Seal seal = PageBytes.Seal.CHECKSUM;
    boolean logChecksums = true;
    int logParts = 4;
    /** Of the record in a data file's header. */
    int headerColumns = 44;

    /** When the maps were last changed. */
    Lsn mapsChanged = new Lsn(SyntheticLog.FIRST_SEQUENCE, 16, 1);

    boolean cleanlyShutDown;
    Lsn checkpoint = new Lsn(SyntheticLog.FIRST_SEQUENCE + 1, 16, 1);
    final List<SparseFile> data = new ArrayList<>();
    final List<SyntheticLog> logs = new ArrayList<>();
    /** The pages in use of each data file, the fixed ones included. */
    final List<TreeSet<Long>> inUse = new ArrayList<>();

    SyntheticDatabase(Random random) {
        this.random = random;
        this.binding = new UUID(random.nextLong(), random.nextLong());
    }

    public static SyntheticDatabase small(Random random) {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.log(2);
        database.data(1, 512, 60);
        return database;
    }

    List<ImageFile> files() {
        return List.copyOf(sparseFiles());
    }

    /** The data files, then the log files. */
    public List<SparseFile> sparseFiles() {
        List<SparseFile> files = new ArrayList<>(data);
        logs.forEach(log -> files.add(log.file));
        return files;
    }

    /** Damages a page in use. */
    public void rot() {
        data.get(0).write(inUse.get(0).last() * PageBytes.SIZE + 5000, new byte[] {1, 2, 3, 4, 5, 6, 7});
    }

    /** Adds the log file that ends the log. */
    SyntheticDatabase log(int fileId) {
        return log(fileId, true);
    }

    /** Adds a log file that is full: the log goes on in the next one. */
    SyntheticDatabase olderLog(int fileId) {
        return log(fileId, false);
    }

    private SyntheticDatabase log(int fileId, boolean newest) {
        int first = SyntheticLog.FIRST_SEQUENCE + logs.size() * logParts;
        String path = "/data/log" + fileId + ".ldf";
        logs.add(new SyntheticLog(path, binding, fileId, logParts, first, newest, logChecksums, random));
        return this;
    }

    /** Adds a data file with some pages in use at random; each page that is not in use holds stale rubbish, if it is written at all. */
    SyntheticDatabase data(int fileId, long pages, int used) {
        SparseFile file =
                new SparseFile("/data/file" + fileId + (fileId == 1 ? ".mdf" : ".ndf"), pages * PageBytes.SIZE);
        TreeSet<Long> allocated = new TreeSet<>();
        while (allocated.size() < used) {
            long page = (long) (random.nextDouble() * pages);
            if (fixed(page, fileId) < 0) {
                allocated.add(page);
            }
        }
        for (long page : allocated) {
            int type = 1 + random.nextInt(2);
            write(file, page, PageBytes.page(type, fileId, page, anLsn(), random));
        }
        stale(file, pages, fileId, allocated);
        maps(file, fileId, pages, allocated);
        header(file, binding, fileId, 1, pages * PageBytes.SIZE, "file" + fileId, headerColumns, fixedSeal(), random);
        allocated.add(0L);
        if (fileId == 1) {
            boot(file);
            allocated.add(9L);
        }
        data.add(file);
        inUse.add(allocated);
        return this;
    }

    /** The type of the page that must lie at a number; negative if any may. */
    static int fixed(long page, int fileId) {
        if (page == 0) {
            return 15;
        }
        if (page == 9 && fileId == 1) {
            return 13;
        }
        if (page == 1 || (page > 0 && page % PFS_INTERVAL == 0)) {
            return 11;
        }
        long base = page / GAM_INTERVAL * GAM_INTERVAL;
        int distance = (int) Math.min(page - base, 100);
        if (base == 0) {
            return distance == 2 ? 8 : distance == 3 ? 9 : distance == 6 ? 16 : distance == 7 ? 17 : -1;
        }
        return distance == 0 ? 8 : distance == 1 ? 9 : distance == 6 ? 16 : distance == 7 ? 17 : -1;
    }

    void write(SparseFile file, long page, byte[] bytes) {
        file.write(page * PageBytes.SIZE, PageBytes.sealed(bytes, seal));
    }

    static void header(
            SparseFile file,
            UUID binding,
            int fileId,
            int group,
            long size,
            String name,
            int count,
            PageBytes.Seal seal,
            Random random) {
        byte[] page = PageBytes.page(15, fileId, 0, new Lsn(3, 0, 0), random);
        byte[][] columns = new byte[count][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new byte[i % 3 == 0 ? 4 : 0];
        }
        columns[0] = ByteBuffer.allocate(16)
                .putLong(binding.getMostSignificantBits())
                .putLong(binding.getLeastSignificantBits())
                .array();
        columns[2] = new byte[] {(byte) fileId, 0};
        columns[3] = new byte[] {(byte) group, 0};
        columns[4] = new byte[4];
        PageBytes.little(columns[4]).putInt(0, (int) (size / PageBytes.SIZE));
        if (count > 27) {
            columns[27] = name.getBytes(StandardCharsets.UTF_16LE);
        }
        int start = 1500; // the record of a header moves about in its page
        ByteBuffer out = PageBytes.little(page);
        out.putShort(PageBytes.SIZE - 2, (short) start);
        out.putShort(start, (short) 0x30).putShort(start + 2, (short) 8).putShort(start + 8, (short) 45);
        out.putShort(start + 16, (short) columns.length);
        int end = 18 + 2 * columns.length;
        for (int i = 0; i < columns.length; i++) {
            out.put(start + end, columns[i]);
            end += columns[i].length;
            out.putShort(start + 18 + 2 * i, (short) end);
        }
        file.write(0, PageBytes.sealed(page, seal));
    }

    private void boot(SparseFile file) {
        byte[] page = PageBytes.page(13, 1, 9, new Lsn(SyntheticLog.FIRST_SEQUENCE, 20, 1), random);
        ByteBuffer out = PageBytes.little(page);
        int fixed = 96 + 4;
        out.putShort(98, (short) 1554).putShort(fixed, (short) version).putShort(fixed + 2, (short) 655);
        out.putInt(fixed + 32, cleanlyShutDown ? 0x4041_0009 : 0x0041_0009);
        byte[] name = ("synthetic" + "\u2020".repeat(119)).getBytes(StandardCharsets.UTF_16LE);
        out.put(fixed + 48, name);
        out.putInt(fixed + 344, (int) checkpoint.sequence())
                .putInt(fixed + 348, (int) checkpoint.block())
                .putShort(fixed + 352, (short) checkpoint.slot());
        file.write(9L * PageBytes.SIZE, PageBytes.sealed(page, fixedSeal()));
    }

    private void maps(SparseFile file, int fileId, long pages, Set<Long> allocated) {
        for (long base = 0; base < pages; base += GAM_INTERVAL) {
            long gam = base == 0 ? 2 : base;
            byte[] bits = map(8, fileId, gam);
            Arrays.fill(bits, 194, 8186, (byte) 0xff);
            for (long page : allocated) {
                if (page < base || page >= base + GAM_INTERVAL) {
                    continue;
                }
                int extent = (int) ((page - base) / 8);
                bits[194 + extent / 8] &= (byte) ~(1 << extent % 8);
            }
            put(file, gam, bits);
            put(file, gam + 1, map(9, fileId, gam + 1));
            put(file, base + 6, map(16, fileId, base + 6));
            put(file, base + 7, map(17, fileId, base + 7));
        }
        for (long base = 0; base < pages; base += PFS_INTERVAL) {
            long pfs = base == 0 ? 1 : base;
            byte[] bytes = map(11, fileId, pfs);
            for (long page = base; page < Math.min(pages, base + PFS_INTERVAL); page++) {
                bytes[100 + (int) (page - base)] = (byte) (allocated.contains(page) ? 0x60 : random.nextInt(64));
            }
            put(file, pfs, bytes);
        }
    }

    private byte[] map(int type, int fileId, long number) {
        byte[] page = new byte[PageBytes.SIZE];
        PageBytes.header(page, type, fileId, number, mapsChanged);
        return page;
    }

    private void put(SparseFile file, long page, byte[] bytes) {
        if (page * PageBytes.SIZE < file.size()) {
            file.write(page * PageBytes.SIZE, PageBytes.sealed(bytes, fixedSeal()));
        }
    }

    /** Encryption leaves maps, headers and the boot page readable. */
    private PageBytes.Seal fixedSeal() {
        return seal == PageBytes.Seal.ENCRYPTED ? PageBytes.Seal.CHECKSUM : seal;
    }

    private void stale(SparseFile file, long pages, int fileId, Set<Long> allocated) {
        for (int i = 0; i < 40; i++) {
            long page = (long) (random.nextDouble() * pages);
            if (fixed(page, fileId) < 0 && !allocated.contains(page)) {
                byte[] rubbish = new byte[PageBytes.SIZE];
                random.nextBytes(rubbish);
                file.write(page * PageBytes.SIZE, rubbish);
            }
        }
    }

    private Lsn anLsn() {
        Lsn last = logs.isEmpty() ? new Lsn(9, 9, 9) : logs.get(logs.size() - 1).end();
        return random.nextBoolean() ? last : new Lsn(last.sequence() - 1, random.nextInt(5000), random.nextInt(300));
    }
}
