// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Inventory.Notice;
import java.util.ArrayList;
import java.util.List;

/** What an operator should know about a hold. */
final class HoldNotices {
    private HoldNotices() {}

    static List<Notice> of(Hold hold) {
        if (hold instanceof HoldCommands commands) {
            return of(commands);
        }
        return List.of(new Notice(
                "files.hold-stopped",
                whom(hold) + " will be stopped: nothing is flushed, what they had not written is not in the backup",
                "an application that can be asked to be consistent is better held by commands"));
    }

    private static String whom(Hold hold) {
        if (hold instanceof HoldCgroup cgroup) {
            return "the processes of " + cgroup.whom() + " and no others";
        }
        return hold instanceof HoldProcesses processes && !processes.units().isEmpty()
                ? "the processes of the units " + String.join(", ", processes.units()) + " and no others"
                : "whoever has files open for writing";
    }

    private static List<Notice> of(HoldCommands hold) {
        List<Notice> notices = new ArrayList<>();
        notices.add(new Notice(
                "files.hold-commands",
                "commands run while applications of this job are frozen: "
                        + hold.freeze().get(0) + ", "
                        + hold.thaw().get(0)
                        + hold.check().map(check -> ", " + check.get(0)).orElse(""),
                "what they run and write must not lie on a volume that the job freezes"));
        if (hold.check().isEmpty()) {
            notices.add(new Notice(
                    "files.hold-unproved",
                    "nothing proves that the freeze lasts until the thaw, except that it was declared",
                    "set check-command"));
        }
        return notices;
    }
}
