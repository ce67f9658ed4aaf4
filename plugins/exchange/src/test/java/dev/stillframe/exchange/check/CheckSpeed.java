// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.exchange.check.EseBuilder.Database;
import java.util.Random;

/** How fast one thread checks pages in memory, beside only reading them. Not a test: run it by hand on a machine that does nothing else. */
final class CheckSpeed {
    private static final int ROUNDS = 8;

    private CheckSpeed() {}

    public static void main(String[] arguments) throws Exception {
        for (int pageSize : new int[] {8192, 32768}) {
            byte[] bytes = Database.clean(pageSize).build((256 << 20) / pageSize, new Random(1));
            MemoryFile file = MemoryFile.of("a.edb", bytes);
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                EseCheck.of(java.util.List.of(file), Checks.PATIENT, Pace.unlimited(), 1);
                long checked = System.nanoTime() - began;
                began = System.nanoTime();
                byte[] piece = new byte[1 << 20];
                for (int at = 0; at + piece.length <= bytes.length; at += piece.length) {
                    file.read(java.nio.ByteBuffer.wrap(piece), at);
                }
                long read = System.nanoTime() - began;
                System.out.printf(
                        "pages of %d: checked %d MB/s, only read %d MB/s%n",
                        pageSize, bytes.length * 1000L / checked, bytes.length * 1000L / read);
            }
        }
    }
}
