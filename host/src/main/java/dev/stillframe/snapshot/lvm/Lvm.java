// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.lvm;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What is needed of LVM. Any thread. */
interface Lvm {
    /** Whether this process could ask for anything: the programs are there, and it has the rights. */
    boolean usable();

    /** Whether a device is a logical volume. Asks the kernel, and runs nothing. */
    boolean has(long device) throws IOException;

    /** Whether any logical volume is active. Asks the kernel, and runs nothing. */
    boolean any() throws IOException;

    /** Bytes a second that were written to a device, on average since the system started; empty if that is not known. */
    OptionalDouble written(long device);

    /** All logical volumes that can be seen, without the parts that they are made of. */
    List<LogicalVolume> volumes() throws IOException;

    /** Does everything that {@link #create} does but the change: reads the metadata, and checks names and room. */
    void rehearse(LogicalVolume origin, String name, OptionalLong room) throws IOException;

    /**
     * Makes a read-only snapshot and activates it. LVM stops the filesystem and the volume for the moment by itself; it
     * cannot where somebody else has frozen the filesystem. Returns when it is over, whatever is asked of the thread: to
     * kill lvcreate in the wrong moment would leave the volume stopped.
     *
     * @param room in bytes, for a thick one
     */
    void create(LogicalVolume origin, String name, OptionalLong room) throws IOException;

    /** Removes a volume that nobody uses. Returns when it is over. */
    void remove(LogicalVolume volume) throws IOException;

    /** The command that lets a volume go on that was left stopped; harmless on one that was not. */
    List<String> resume(LogicalVolume volume);
}
