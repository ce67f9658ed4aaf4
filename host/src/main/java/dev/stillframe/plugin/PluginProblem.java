// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One jar cannot be used. */
final class PluginProblem extends StillframeException {
    private static final long serialVersionUID = 1L;

    /** @param what goes on after the jar's name, for example {@code has no manifest} */
    PluginProblem(String code, Path jar, String what, String hint) {
        this(code, jar, what, hint, null);
    }

    PluginProblem(String code, Path jar, String what, String hint, @Nullable Throwable cause) {
        super(code, "plugin " + jar.getFileName() + " " + what, Retry.DOES_NOT_HELP, hint, cause);
    }

    /** What a foreign throwable says, on one line: its type, and its cause's where that is the reason. */
    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 4; depth++) {
            String message = each.getMessage();
            text.append(depth == 0 ? "" : ", caused by ").append(each.getClass().getSimpleName());
            text.append(message == null ? "" : ": " + message.replaceAll("\\s+", " "));
            each = each.getCause();
        }
        return text.toString();
    }
}
