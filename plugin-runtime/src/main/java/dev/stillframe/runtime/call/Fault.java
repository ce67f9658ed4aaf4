// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.snapshot.SnapshotException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a call has no result.
 *
 * <p>Codes of its own: {@code call.timeout} (the limit passed), {@code call.unusable} (an earlier call hung), {@code
 * call.incompatible} (a {@link LinkageError}: built against another version), {@code call.out-of-memory}, {@code
 * call.stack-overflow}, {@code call.refused} (it ended its thread) and {@code call.unexpected} (anything else that the
 * contract does not declare, a null result among them). A declared exception keeps its own code.
 *
 * @param code stable, words with dots
 * @param message lower case, no full stop; names who was called and which call
 * @param cause what was thrown, if anything was
 */
public record Fault(String code, String message, Retry retry, String hint, Optional<Throwable> cause) {

    private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

    /** What was thrown, as a fault of the call that threw it. */
    static Fault thrown(String callee, String call, Throwable thrown) {
        try {
            return told(callee, call, thrown);
        } catch (Throwable worse) { // an exception that cannot even say what it is
            String name = thrown.getClass().getName();
            return unexpected("call.unexpected", callee + " failed in " + call + ": " + name, thrown, "");
        }
    }

    private static Fault told(String callee, String call, Throwable thrown) {
        String where = callee + " failed in " + call;
        if (thrown instanceof WriterException e) {
            return new Fault(e.code(), text(e), e.retry(), e.hint(), Optional.of(e));
        }
        if (thrown instanceof SnapshotException e) {
            return new Fault(e.code(), text(e), e.retry(), e.hint(), Optional.of(e));
        }
        if (thrown instanceof LinkageError) {
            return unexpected(
                    "call.incompatible",
                    where + ": " + thrown,
                    thrown,
                    "the plugin was built against another version; update it");
        }
        if (thrown instanceof OutOfMemoryError) {
            return unexpected("call.out-of-memory", where + ": " + thrown, thrown, "give the host more memory (-Xmx)");
        }
        if (thrown instanceof StackOverflowError) {
            return unexpected("call.stack-overflow", where + ": " + thrown, thrown, "report it to the plugin's vendor");
        }
        return unexpected("call.unexpected", where + ": " + thrown, thrown, "report it to the plugin's vendor");
    }

    private static Fault unexpected(String code, String message, Throwable thrown, String hint) {
        LOG.debug("{}", message, thrown); // the trace is for the plugin's vendor; the fault itself goes to the caller
        return new Fault(code, message, Retry.UNKNOWN, hint, Optional.of(thrown));
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
