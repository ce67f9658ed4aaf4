// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Volume;

/** Finds volumes. Any thread. */
public final class WindowsVolumes {
    private static final int CHARACTERS = 1 << 15;

    private WindowsVolumes() {}

    /** The volume that a path lies on. */
    public static Volume of(SourcePath path) throws WindowsException {
        Memory room = new Memory(CHARACTERS * 2L);
        WindowsException.check(
                Kernel.system().GetVolumePathName(WindowsPath.of(path), room, CHARACTERS), "GetVolumePathName", path);
        String root = WideText.read(room);
        IntByReference serial = new IntByReference();
        Memory fileSystem = new Memory(512);
        WindowsException.check(
                Kernel.system().GetVolumeInformation(root, null, 0, serial, null, null, fileSystem, 256),
                "GetVolumeInformation",
                root);
        return new Volume(WindowsPath.parse(root), WideText.read(fileSystem), root, serial.getValue() & 0xffff_ffffL);
    }
}
