// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;

/**
 * The main job before your eyes: customers buy in a shop while it is backed up; the backup is restored beside it, the
 * restored database is started, and its books and files are compared. As root on btrfs and XFS, else on plain files.
 */
public final class Demo {
    private static final int CUSTOMERS = 4;
    private static final long VOLUME_SIZE = 4L << 30;

    private final Path home;
    private final PrintStream out;

    private Demo(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** @param arguments the folder of the unpacked distribution */
    public static void main(String[] arguments) throws Exception {
        Demo demo = new Demo(Path.of(arguments[0]), System.out);
        boolean good = true;
        for (String type : List.of("btrfs", "xfs")) {
            String obstacle = LoopVolume.obstacle(type);
            if (obstacle.isEmpty()) {
                try (LoopVolume volume = LoopVolume.make(type, VOLUME_SIZE)) {
                    good &= demo.show(
                            type + " on a loop device", volume.root(), type.equals("btrfs") ? "crash" : "live");
                }
            } else {
                demo.out.println("Leaving out " + type + ": " + obstacle + ".");
            }
        }
        Path folder = Files.createTempDirectory("stillframe-demo-");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            good &= demo.show("plain files, read live", folder, "live");
        } finally {
            TemporaryFolder.delete(folder);
        }
        System.exit(good ? 0 : 1);
    }

    private boolean show(String where, Path folder, String uploadsMinimum) throws IOException, SQLException {
        out.println();
        out.println("== A shop on " + where + " ==");
        Path work = Files.createTempDirectory("stillframe-demo-work-");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (PostgresServer server =
                PostgresServer.in(folder.resolve("database")).checksums(true).start()) {
            Shop shop = new Shop(server.dataSource("postgres"), folder.resolve("uploads"));
            shop.open();
            Path configuration = ShopConfiguration.write(work, home, server, shop.uploads(), uploadsMinimum, "");
            Stillframe stillframe = new Stillframe(home.resolve("bin/stillframe"), configuration);
            boolean stored = backup(stillframe, shop);
            return stored && restore(stillframe, shop, server, work.resolve("restored"));
        } finally {
            TemporaryFolder.delete(work);
        }
    }

    private boolean backup(Stillframe stillframe, Shop shop) throws IOException {
        run(stillframe, "init");
        try (Customers customers = Customers.enter(shop, CUSTOMERS, 1)) {
            run(stillframe, "plan", "shop");
            long before = customers.purchases();
            Stillframe.Run backup = run(stillframe, "backup", "shop");
            out.printf(
                    "%d customers made %d purchases while the backup ran; the slowest took %d ms.%n",
                    customers.count(), customers.purchases() - before, customers.longestMillis());
            return backup.exit() == 0;
        }
    }

    private boolean restore(Stillframe stillframe, Shop shop, PostgresServer original, Path target)
            throws IOException, SQLException {
        Stillframe.Run restored = run(stillframe, "restore", "latest", "--target", target.toString());
        if (restored.exit() != 0) {
            return false;
        }
        Path data = below(target, original.dataDirectory());
        try (PostgresServer server =
                PostgresServer.in(data).binaries(original.binaries()).open()) {
            server.start();
            ShopAudit audit = ShopAudit.of(new Shop(server.dataSource("postgres"), below(target, shop.uploads())));
            tell(audit, ShopAudit.of(shop));
            return audit.different().isEmpty() && audit.balanced();
        }
    }

    private void tell(ShopAudit restored, ShopAudit live) {
        out.println("The restored database started. Compared with its files and with the shop that went on:");
        out.printf(
                "  purchases restored:            %d (the shop has %d now)%n", restored.purchases(), live.purchases());
        out.printf("  balances add up:               %s%n", restored.balanced() ? "yes" : "NO");
        out.printf("  purchases without their file:  %d%n", restored.missing().size());
        out.printf("  files with other content:      %d%n", restored.different().size());
        out.printf(
                "  files without a purchase:      %d%n", restored.unexplained().size());
    }

    private Stillframe.Run run(Stillframe stillframe, String... arguments) throws IOException {
        out.println("$ stillframe " + String.join(" ", arguments));
        Stillframe.Run run = stillframe.run(arguments);
        (run.output() + run.messages()).lines().forEach(line -> out.println("  " + line));
        if (run.exit() != 0) {
            out.println("  (exit " + run.exit() + ")");
        }
        return run;
    }

    private static Path below(Path target, Path original) {
        return target.resolve(original.getRoot().relativize(original));
    }
}
