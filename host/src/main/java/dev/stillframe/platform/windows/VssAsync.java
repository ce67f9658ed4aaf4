// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.stillframe.api.Deadline;
import java.util.function.BooleanSupplier;

/** IVssAsync: an operation under way. */
public final class VssAsync extends ComObject {
    /** How long one wait lasts, in milliseconds: how soon a deadline or a caller who gave up is noticed. */
    private static final int SLICE = 100;

    /** How many waits a cancelled operation gets to end. */
    private static final int CANCELLING = 100;

    /** What QueryStatus must overwrite: zero would read as success. */
    private static final int NOTHING_SAID = 0x7fff0000;

    private final String operation;

    VssAsync(VssLibrary library, Pointer object, String operation) {
        super(library, object);
        this.operation = operation;
    }

    /**
     * Waits for the end. Past the deadline, or when the caller has given up, the operation is cancelled.
     *
     * @throws ComException if the operation failed or was cancelled: {@link HResult#VSS_S_ASYNC_CANCELLED}
     */
    public void await(Deadline deadline, BooleanSupplier givenUp) throws ComException {
        for (int status = status(); status != HResult.VSS_S_ASYNC_FINISHED.code(); status = status()) {
            if (status != HResult.VSS_S_ASYNC_PENDING.code()) {
                throw new ComException(operation, failure(status));
            }
            if (deadline.passed() || givenUp.getAsBoolean()) {
                cancel();
                throw new ComException(operation, HResult.VSS_S_ASYNC_CANCELLED.code());
            }
            call(Slot.WAIT, SLICE);
        }
    }

    private void cancel() throws ComException {
        call(Slot.CANCEL);
        for (int i = 0; i < CANCELLING && status() == HResult.VSS_S_ASYNC_PENDING.code(); i++) {
            call(Slot.WAIT, SLICE);
        }
    }

    private int status() throws ComException {
        Memory result = new Memory(Integer.BYTES);
        result.setInt(0, NOTHING_SAID);
        call(Slot.QUERY_STATUS, result, null);
        return result.getInt(0);
    }

    /** A status that is neither an end, nor pending, nor a failure says nothing: it is no success. */
    private static int failure(int status) {
        boolean known = status < 0 || status == HResult.VSS_S_ASYNC_CANCELLED.code();
        return known ? status : HResult.E_UNEXPECTED.code();
    }
}
