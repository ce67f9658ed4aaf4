// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;

/**
 * One file that something has to be said about.
 *
 * @param detail what happened, lower case, no full stop, without the path
 */
public record Remark(SourcePath path, Kind kind, String detail) {
    /** What has to be said. */
    public enum Kind {
        /** It was there and cannot be read: no permission, a bad disk. */
        UNREADABLE(true),
        /** It, or the root of a file set, should be in the image and is not. */
        MISSING(true),
        /** Another filesystem or subvolume begins here, and the image does not show what is in it. */
        NOT_ENTERED(true),
        /** It changed while it was read without a snapshot; what is stored is a mixture of several instants. */
        CHANGED(false),
        /** It was removed while live files were read, after its folder was listed. */
        VANISHED(false),
        /** It became shorter while it was read in backup mode; the rest is stored as zeros, which recovery replaces. */
        PADDED(false),
        /** A socket: it means nothing without the process that listens. */
        SOCKET(false);

        private final boolean breaking;

        Kind(boolean breaking) {
            this.breaking = breaking;
        }

        /** Whether a component with such a file is not whole. */
        public boolean breaking() {
            return breaking;
        }
    }
}
