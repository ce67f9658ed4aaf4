// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program that holds a file by a shared writable mapping alone, with no descriptor, until its input ends. */
final class MapHolder {
    private MapHolder() {}

    public static void main(String[] arguments) throws Exception {
        MappedByteBuffer map;
        try (FileChannel file =
                FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            map = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
        }
        System.out.println("ready");
        int end = System.in.read();
        map.put(0, (byte) end); // keeps the mapping reachable until here
    }
}
