// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import java.util.Arrays;
import java.util.List;

/** The frames of a compressed stream, in order: where each begins, before and after compression. Constant. */
final class Frames {
    /** @param plain bytes before compression, at least one; {@code stored} after it */
    record Frame(int plain, int stored) {
        Frame {
            if (plain <= 0 || plain > FrameOutput.MAX_FRAME || stored <= 0 || stored > 2 * FrameOutput.MAX_FRAME) {
                throw new IllegalArgumentException("not a frame: " + plain + " bytes in " + stored);
            }
        }
    }

    private final long[] plainBegins;
    private final long[] storedBegins;

    Frames(List<Frame> frames) {
        plainBegins = new long[frames.size() + 1];
        storedBegins = new long[frames.size() + 1];
        int i = 0;
        for (Frame frame : frames) {
            plainBegins[i + 1] = plainBegins[i] + frame.plain();
            storedBegins[i + 1] = storedBegins[i] + frame.stored();
            i++;
        }
    }

    int count() {
        return plainBegins.length - 1;
    }

    long plainSize() {
        return plainBegins[count()];
    }

    long storedSize() {
        return storedBegins[count()];
    }

    /** Which frame has this position of the plain stream, which must lie inside it. */
    int at(long position) {
        int found = Arrays.binarySearch(plainBegins, position);
        return found >= 0 ? found : -found - 2;
    }

    long plainBegin(int frame) {
        return plainBegins[frame];
    }

    int plainLength(int frame) {
        return (int) (plainBegins[frame + 1] - plainBegins[frame]);
    }

    long storedBegin(int frame) {
        return storedBegins[frame];
    }

    int storedLength(int frame) {
        return (int) (storedBegins[frame + 1] - storedBegins[frame]);
    }
}
