// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.job.Doctor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "doctor",
        description = "Says what will work here and what is missing. Changes nothing, unless --live-vss is given.")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Option(
            names = "--live-vss",
            paramLabel = "FOLDER",
            description =
                    "On Windows: try VSS, the reader and a restore with files of its own in a new folder in FOLDER,"
                            + " which is removed again, and examine nothing else.")
    private @Nullable Path liveVss;

    @Override
    public Integer call() {
        Path folder = liveVss;
        return program.withWriters((site, output) -> {
            Doctor doctor = new Doctor(site);
            return output.report(report(folder == null ? doctor.run() : doctor.tryVss(folder)));
        });
    }

    static Report report(Doctor.Result result) {
        ObjectNode json = Json.object("doctor").put("healthy", result.healthy());
        json.set("sections", Json.tree(result.sections()));
        Page page = new Page();
        for (Doctor.Section section : result.sections()) {
            page.section(section.name(), () -> section.diagnoses().forEach(diagnosis -> diagnosis(page, diagnosis)));
        }
        page.line(result.healthy() ? "nothing is missing" : "something is MISSING: see above");
        return new Report(json, page.lines(), result.healthy() ? ExitCode.DONE : ExitCode.HOST_FAILED);
    }

    private static void diagnosis(Page page, Diagnosis diagnosis) {
        String mark = switch (diagnosis.status()) {
            case GOOD -> "ok      ";
            case WARNING -> "warning ";
            case MISSING -> "MISSING ";
        };
        page.line(mark + diagnosis.subject() + ": " + diagnosis.finding());
        diagnosis.remedy().lines().forEach(line -> page.line("          " + line));
    }
}
