// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import java.util.Optional;

/**
 * A ZFS filesystem, as zfs(8) tells of it.
 *
 * @param name its pool and its place in there, for example {@code tank/srv/shop}
 * @param mounted whether it is mounted anywhere
 * @param origin the snapshot that it is a clone of
 * @param mountPoint where it is mounted by itself: a path, {@code legacy} or {@code none}
 */
record Dataset(String name, boolean mounted, Optional<String> origin, String mountPoint) {
    /** The pool that a filesystem, volume or snapshot lies in. */
    static String pool(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '/' && name.charAt(end) != '@') {
            end++;
        }
        return name.substring(0, end);
    }

    @Override
    public String toString() {
        return name;
    }
}
