// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.linux;

/** A dev_t as glibc composes it from major and minor, see makedev(3). */
public final class DeviceNumber {
    private DeviceNumber() {}

    public static long of(long major, long minor) {
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    }

    public static long major(long device) {
        return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    }

    public static long minor(long device) {
        return (device & 0xff) | ((device >>> 12) & 0xffff_ff00L);
    }
}
