// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import java.util.ArrayList;
import java.util.List;

/** Files come back where they are wanted; Exchange's own tools bring them to life. */
final class ExchangeRestorer implements Restorer {
    private final RestoreRequest request;

    ExchangeRestorer(RestoreRequest request) {
        this.request = request;
    }

    @Override
    public RestoreReport after(Deadline deadline) {
        List<String> steps = new ArrayList<>();
        for (RestoredComponent component : request.components()) {
            String name =
                    component.facts().getOrDefault("database", component.id().value());
            String folders = component.files().stream()
                    .map(set -> request.moved(set.root()).toString())
                    .distinct()
                    .collect(java.util.stream.Collectors.joining(" and "));
            steps.add(name + ": its files are in " + folders);
            if (component.facts().containsKey(RestoredComponent.NATIVE_WRITER)) {
                steps.add(name + ": Exchange's VSS writer replays its logs; mount it (Mount-Database) when"
                        + " Get-MailboxDatabase -Status shows it dismounted");
                continue;
            }
            steps.add("check it: stillframe check-files --writer exchange with its .edb, its logs and its .chk");
            steps.add("replay its logs, in the folder that holds them: eseutil /r E00 /l <logs> /s <logs> /d <database>"
                    + " (E00 is the beginning of the logs' names), then eseutil /mh must say Clean Shutdown");
            steps.add("mount it as a recovery database: New-MailboxDatabase -Recovery -EdbFilePath <edb> -LogFolderPath"
                    + " <logs>, Mount-Database, New-MailboxRestoreRequest");
        }
        return new RestoreReport(List.of(), steps);
    }
}
