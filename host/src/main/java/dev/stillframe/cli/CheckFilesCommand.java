// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Verdict;
import dev.stillframe.job.FileChecking;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "check-files",
        description = "Checks an application's files wherever they lie, for example a database's data files and log"
                + " files. Files that belong together are named together. Changes nothing.")
final class CheckFilesCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Program program;

    @Option(
            names = "--writer",
            paramLabel = "ID",
            required = true,
            description = "The writer that knows the files; `plugins list` shows which there are.")
    @SuppressWarnings("NullAway.Init")
    private String writer;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @Override
    public Integer call() {
        return program.withoutWriters(
                (site, output) -> output.report(report(new FileChecking(site).run(writer, files))));
    }

    static Report report(FileChecking.Result checked) {
        ObjectNode json = Json.object("check-files").put("writer", checked.writer());
        json.set("files", Json.texts(checked.files()));
        Page page = new Page();
        Verdict verdict = checked.verdict();
        if (verdict instanceof Verdict.Sound sound) {
            fields(json, "sound", "", sound.checked(), sound.unverifiable(), sound.unit());
            page.line("sound: " + sound.checked() + " " + sound.unit() + " checked"
                    + (sound.unverifiable() == 0 ? "" : ", " + sound.unverifiable() + " cannot be checked"));
            sound.remarks().forEach(remark -> page.line("  " + remark));
        } else if (verdict instanceof Verdict.Unverifiable none) {
            fields(json, "unverifiable", none.reason(), 0, 0, "");
            page.line("unverifiable: " + none.reason());
        } else {
            Verdict.Damaged damaged = (Verdict.Damaged) verdict;
            fields(json, "damaged", "", 0, 0, "");
            page.section("DAMAGED: " + Units.count(damaged.total(), "finding", "findings"), () -> {
                damaged.first().forEach(finding -> page.line(line(finding)));
                if (damaged.total() > damaged.first().size()) {
                    page.line("and " + (damaged.total() - damaged.first().size()) + " more");
                }
            });
        }
        Verdict.Damaged damaged = verdict instanceof Verdict.Damaged found ? found : new Verdict.Damaged(List.of(), 0);
        json.set("remarks", Json.texts(verdict instanceof Verdict.Sound sound ? sound.remarks() : List.of()));
        ArrayNode findings = json.putArray("findings");
        damaged.first()
                .forEach(finding -> findings.addObject()
                        .put("file", finding.file().toString())
                        .put("block", finding.block().orElse(-1))
                        .put("reason", finding.reason()));
        json.put("findingsTotal", damaged.total());
        return new Report(json, page.lines(), exit(verdict));
    }

    private static void fields(
            ObjectNode json, String result, String reason, long checked, long unverifiable, String unit) {
        json.put("result", result)
                .put("reason", reason)
                .put("checked", checked)
                .put("unverifiable", unverifiable)
                .put("unit", unit);
    }

    private static String line(Verdict.Finding finding) {
        String block =
                finding.block().isPresent() ? ", block " + finding.block().getAsLong() : "";
        return finding.file() + block + ": " + finding.reason();
    }

    private static ExitCode exit(Verdict verdict) {
        if (verdict instanceof Verdict.Damaged) {
            return ExitCode.DESTINATION;
        }
        return verdict instanceof Verdict.Unverifiable ? ExitCode.BELOW_MINIMUM : ExitCode.DONE;
    }
}
