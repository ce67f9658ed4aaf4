// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One application that is nothing but files. All its paths are one component, because only what is in one component is
 * asked to be taken at one instant.
 */
final class FilesWriter implements Writer {
    static final ComponentId COMPONENT = new ComponentId("files");

    /** The fact that begins with this tells of a symbolic link that led to a path; the link itself is not backed up. */
    static final String LINK_FACT = "link:";

    private final FilesSettings settings;
    private final WriterContext context;

    FilesWriter(FilesSettings settings, WriterContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        Map<String, SourcePath> roots = Roots.resolve(settings.paths());
        List<Notice> notices = new ArrayList<>();
        Map<String, String> facts = new TreeMap<>();
        roots.forEach((written, real) -> {
            if (!SourcePath.of(written).equals(real)) {
                facts.put(LINK_FACT + written, real.toString());
                notices.add(new Notice(
                        "files.link",
                        written + " leads to " + real + ", which is backed up instead",
                        "name the real path; the link itself is not in the backup"));
            }
        });
        notices.addAll(new OpenForWriting(context).notices(List.copyOf(roots.values())));
        notices.add(new Notice(
                "files.unverifiable",
                "ordinary files carry nothing to check them by: they are never verified and never reach level application",
                ""));
        settings.hold().ifPresent(hold -> {
            notices.addAll(HoldNotices.of(hold));
            facts.put("hold", hold.fact());
        });
        Quiesce quiesce = settings.hold().map(Hold::quiesce).orElseGet(Quiesce.None::new);
        List<SourcePath> freezes = settings.hold().map(Hold::freezes).orElse(List.of());
        return new Inventory(List.of(new Component(COMPONENT, sets(roots), quiesce, false, facts)), freezes, notices);
    }

    private List<FileSet> sets(Map<String, SourcePath> roots) {
        List<FileSet> sets = new ArrayList<>();
        for (SourcePath root : new LinkedHashSet<>(roots.values())) {
            sets.add(new FileSet(
                    root, settings.include(), settings.exclude(), Set.of(Grain.values()), settings.pageSize()));
        }
        return sets;
    }

    @Override
    public Participant join(Cycle cycle) {
        if (settings.hold().isEmpty()) {
            return new PlainFiles(cycle);
        }
        Hold hold = settings.hold().get();
        if (hold instanceof HoldCommands commands) {
            return new HeldFiles(commands, cycle, context.application());
        }
        UnitTree tree = UnitTree.ofThisMachine();
        return hold instanceof HoldProcesses processes
                ? new StoppedFiles(processes, tree, cycle, context, settings.paths())
                : new FrozenCgroups((HoldCgroup) hold, tree, cycle, context.application());
    }

    @Override
    public void close() {}
}
