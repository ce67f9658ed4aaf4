// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.config.ConfigurationError;
import dev.stillframe.config.ConfigurationException;
import dev.stillframe.config.Secrets;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a run writes: results to one stream, messages to the other, secrets to none. Any thread. */
final class Output {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean debug;
    private volatile Secrets secrets = Secrets.none();

    /**
     * @param json whether results are JSON
     * @param debug whether errors come with their stack traces
     */
    Output(PrintStream out, PrintStream err, boolean json, boolean debug) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.debug = debug;
    }

    /** From now on these stand as stars wherever they would be printed. */
    void keepSecret(Secrets those) {
        secrets = those;
    }

    String redact(String text) {
        return secrets.redact(text);
    }

    /** Prints a result in the form that was asked for. */
    synchronized ExitCode report(Report report) {
        if (json) {
            out.println(Json.line(report.json().put("exit", report.exit().number()), secrets));
        } else {
            report.text().forEach(line -> out.println(redact(line)));
        }
        out.flush();
        return report.exit();
    }

    /** Prints a message for people. */
    synchronized void message(String line) {
        err.println(redact(line));
        err.flush();
    }

    void warn(Problem problem) {
        problem("warning", problem);
    }

    /** Prints what went wrong, also as JSON if that was asked for. */
    ExitCode fail(StillframeException failure) {
        ExitCode exit = ExitCode.of(failure.problem());
        List<ConfigurationError> errors =
                failure instanceof ConfigurationException configuration ? configuration.errors() : List.of();
        if (errors.isEmpty()) {
            problem("error", failure.problem());
        } else {
            errors.forEach(error -> message(error.toString()));
            message("error [" + failure.problem().code() + "] the configuration has "
                    + (errors.size() == 1 ? "1 error" : errors.size() + " errors"));
        }
        trace(failure);
        failed(failure.problem(), errors, exit);
        return exit;
    }

    /** Prints a failure that nobody foresaw. */
    ExitCode fail(RuntimeException bug, String log) {
        String message = bug.getMessage() == null
                ? ""
                : ": " + bug.getMessage().lines().findFirst().orElse("");
        Problem problem = new Problem(
                "host.failed",
                bug.getClass().getSimpleName() + message,
                dev.stillframe.api.Retry.UNKNOWN,
                "this is a defect; please report it with " + (log.isEmpty() ? "the output of --debug" : log));
        problem("error", problem);
        trace(bug);
        failed(problem, List.of(), ExitCode.HOST_FAILED);
        return ExitCode.HOST_FAILED;
    }

    private void failed(Problem problem, List<ConfigurationError> errors, ExitCode exit) {
        if (!json) {
            return;
        }
        ObjectNode object = Json.object("error");
        object.set("problem", Json.tree(problem));
        ArrayNode details = object.putArray("errors");
        for (ConfigurationError error : errors) {
            details.addObject()
                    .put("code", error.code())
                    .put("file", error.file().toString())
                    .put("line", error.line())
                    .put("column", error.column())
                    .put("pointer", error.pointer())
                    .put("message", error.message())
                    .put("hint", error.hint());
        }
        report(new Report(object, List.of(), exit));
    }

    private void problem(String kind, Problem problem) {
        message(kind + " [" + problem.code() + "] " + problem.message());
        if (!problem.hint().isEmpty()) {
            message("hint: " + problem.hint());
        }
    }

    private void trace(Throwable thrown) {
        if (debug) {
            java.io.StringWriter trace = new java.io.StringWriter();
            thrown.printStackTrace(new java.io.PrintWriter(trace));
            message(trace.toString().stripTrailing());
        }
    }
}
