// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import java.io.IOException;

/** The system that is restored to refused something. The message names the path, the reason and the call. */
final class TargetException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What a restore does differently. */
    enum Reason {
        /** It is not there. */
        MISSING,
        /** It is there, but no folder: a link, or something else. */
        NO_FOLDER,
        /** It is not what it was a moment ago. */
        STALE,
        /** A file cannot have another name here. */
        CANNOT_LINK,
        /** No space is left, or no quota. */
        FULL,
        /** Nothing can be written to the filesystem. */
        READ_ONLY,
        /** This user may not. */
        DENIED,
        /** The device failed, or this process has too many files open: no further entry can be expected to succeed. */
        BROKEN,
        /** Whatever else. */
        OTHER
    }

    private final Reason reason;
    private final String meaning;
    private final String call;
    private final String what;

    /** @param cause whose message says everything */
    TargetException(Reason reason, String meaning, String call, String what, IOException cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
        this.meaning = meaning;
        this.call = call;
        this.what = what;
    }

    /** What was not asked of any system, because it cannot be done. */
    TargetException(Reason reason, String meaning, String call, String what) {
        super(what + ": " + meaning + " (" + call + ")");
        this.reason = reason;
        this.meaning = meaning;
        this.call = call;
        this.what = what;
    }

    boolean is(Reason one) {
        return reason == one;
    }

    /** Whether the entry is not there (any more): it, or a folder on the way to it, was removed or replaced. */
    boolean vanished() {
        return reason == Reason.MISSING || reason == Reason.NO_FOLDER || reason == Reason.STALE;
    }

    /** Whether no further entry can be expected to succeed. */
    boolean endsAll() {
        return reason == Reason.FULL || reason == Reason.READ_ONLY || reason == Reason.BROKEN;
    }

    /** Why, in words, lower case. */
    String meaning() {
        return meaning;
    }

    /** The system's function. */
    String call() {
        return call;
    }

    /** The path. */
    String what() {
        return what;
    }
}
