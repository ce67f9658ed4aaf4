// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.util.Arrays;
import java.util.Optional;

/** A major version, with what its files are recognised by. */
public enum Release {
    V13(13, 1300, 0xD106, 288),
    V14(14, 1300, 0xD10D, 288),
    V15(15, 1300, 0xD110, 288),
    V16(16, 1300, 0xD113, 288),
    V17(17, 1700, 0xD116, 288),
    V18(18, 1800, 0xD118, 292);

    private final int major;
    private final int controlVersion;
    private final int walMagic;
    private final int controlChecksumAt;

    Release(int major, int controlVersion, int walMagic, int controlChecksumAt) {
        this.major = major;
        this.controlVersion = controlVersion;
        this.walMagic = walMagic;
        this.controlChecksumAt = controlChecksumAt;
    }

    /** The release of a major version such as 18; empty if it is not one of these. */
    public static Optional<Release> of(int major) {
        return Arrays.stream(values()).filter(release -> release.major == major).findFirst();
    }

    /** Where the checksum lies in {@code pg_control} of a version; empty if no release has that version. */
    static Optional<Integer> controlChecksumAt(int controlVersion) {
        return Arrays.stream(values())
                .filter(release -> release.controlVersion == controlVersion)
                .map(release -> release.controlChecksumAt)
                .findFirst();
    }

    public int major() {
        return major;
    }

    /** PG_CONTROL_VERSION (catalog/pg_control.h); 13 to 16 share one. */
    public int controlVersion() {
        return controlVersion;
    }

    /** XLOG_PAGE_MAGIC (access/xlog_internal.h). */
    public int walMagic() {
        return walMagic;
    }

    /** Whether an image in WAL names its compression method, which moved the bit that says it is to be restored. */
    boolean imageNamesCompression() {
        return major >= 15;
    }

    /** Whether CREATE DATABASE can log every page instead of copying files, which renumbered the drop. */
    boolean databaseCreationLogged() {
        return major >= 15;
    }

    /** The size of {@code pg_filenode.map} (utils/cache/relmapper.c). */
    int relationMapSize() {
        return major >= 16 ? 524 : 512;
    }

    /** Where the checksum of {@code pg_filenode.map} lies. */
    int relationMapChecksumAt() {
        return major >= 16 ? 520 : 504;
    }
}
