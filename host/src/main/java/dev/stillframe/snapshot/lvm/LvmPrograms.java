// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import dev.stillframe.platform.linux.DeviceNumber;
import dev.stillframe.platform.linux.Privileges;
import dev.stillframe.snapshot.Tool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Runs lvm(8), and reads what the kernel says of its devices in sysfs. */
final class LvmPrograms implements Lvm {
    private static final Path BLOCK = Path.of("/sys/dev/block");
    private static final String OURS = "LVM-";
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final int SECTOR = 512;
    private static final int SECTORS_WRITTEN = 6;

    /** No copy of the metadata in /etc, which may be held still itself, and no daemon that acts on the snapshot. */
    private static final List<String> QUIET = List.of("--autobackup", "n", "--yes");

    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "LVM_SUPPRESS_FD_WARNINGS", "1");

    private final Path lvm;
    private final Path dmsetup;

    LvmPrograms(Path lvm, Path dmsetup) {
        this.lvm = lvm;
        this.dmsetup = dmsetup;
    }

    /** Those that are installed; calls fail where they are not. */
    static LvmPrograms installed() {
        return new LvmPrograms(program("lvm"), program("dmsetup"));
    }

    private static Path program(String name) {
        return List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/sbin", name));
    }

    @Override
    public boolean usable() {
        return Privileges.administersFilesystems() && Files.isExecutable(lvm) && Files.isExecutable(dmsetup);
    }

    @Override
    public boolean has(long device) throws IOException {
        return uuid(entry(device)).startsWith(OURS);
    }

    @Override
    public boolean any() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(BLOCK)) {
            for (Path entry : entries) {
                if (uuid(entry).startsWith(OURS)) {
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return false;
    }

    private static Path entry(long device) {
        return BLOCK.resolve(DeviceNumber.major(device) + ":" + DeviceNumber.minor(device));
    }

    /** {@code LVM-} and the ids of group and volume, see Documentation/ABI/testing/sysfs-block-dm; empty of all others. */
    private static String uuid(Path entry) throws IOException {
        try {
            return Files.readString(entry.resolve("dm/uuid"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** From Documentation/block/stat.rst and proc_uptime(5). */
    @Override
    public OptionalDouble written(long device) {
        try {
            String[] counts =
                    Files.readString(entry(device).resolve("stat")).strip().split("\\s+", -1);
            double seconds =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
            return counts.length > SECTORS_WRITTEN && seconds > 0
                    ? OptionalDouble.of(Long.parseLong(counts[SECTORS_WRITTEN]) * (double) SECTOR / seconds)
                    : OptionalDouble.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty(); // a forecast without it is still one
        }
    }

    @Override
    public List<LogicalVolume> volumes() throws IOException {
        List<String> command = new ArrayList<>(List.of(lvm.toString(), "lvs"));
        command.addAll(Report.OPTIONS);
        return Report.read(Tool.output(command, ENVIRONMENT, REPORT));
    }

    @Override
    public void rehearse(LogicalVolume origin, String name, OptionalLong room) throws IOException {
        List<String> command = creation(origin, name, room);
        command.add("--test");
        run(command);
        run(List.of(dmsetup.toString(), "info", origin.mapped())); // in memory when the guard needs it
    }

    @Override
    public void create(LogicalVolume origin, String name, OptionalLong room) throws IOException {
        run(creation(origin, name, room));
    }

    private List<String> creation(LogicalVolume origin, String name, OptionalLong room) {
        List<String> command = new ArrayList<>(List.of(lvm.toString(), "lvcreate"));
        command.addAll(QUIET);
        command.addAll(List.of("--ignoremonitoring", "--snapshot", "--permission", "r", "--name", name));
        if (room.isPresent()) {
            command.addAll(List.of("--size", room.getAsLong() + "b"));
        } else {
            command.addAll(List.of("--setactivationskip", "n"));
        }
        command.add(origin.path());
        return command;
    }

    @Override
    public void remove(LogicalVolume volume) throws IOException {
        List<String> command = new ArrayList<>(List.of(lvm.toString(), "lvremove", "--force"));
        command.addAll(QUIET);
        command.add(volume.path());
        run(command);
    }

    @Override
    public List<String> resume(LogicalVolume volume) {
        return List.of(dmsetup.toString(), "resume", volume.mapped());
    }

    private static void run(List<String> command) throws IOException {
        Optional<String> failure = Tool.start(command, ENVIRONMENT).awaitUninterruptibly();
        if (failure.isPresent()) {
            String program = Path.of(command.get(0)).getFileName().toString();
            throw new IOException((program.equals("lvm") ? command.get(1) : program) + " " + failure.get());
        }
    }
}
