// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A writer of plain files that misbehaves in one phase. */
final class MisbehavingWriter implements Writer {
    static final ComponentId COMPONENT = new ComponentId("files");
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final List<String> paths;
    private final Quiesce quiesce;
    private final Optional<Path> held;
    private final Misbehaviour misbehaviour;

    MisbehavingWriter(Settings settings, Misbehaviour misbehaviour) throws WriterException {
        this.paths = settings.texts("paths");
        this.held = settings.text("held").map(Path::of);
        this.misbehaviour = misbehaviour;
        Quiesce.Tier tier =
                Misbehaviour.constant(Quiesce.Tier.class, settings.text("tier").orElse("back-end"));
        this.quiesce = switch (settings.text("quiesce").orElse("hold")) {
            case "suspended" -> new Quiesce.Suspended(tier);
            case "backup-mode" -> new Quiesce.BackupMode();
            case "flush" -> new Quiesce.Flush();
            case "none" -> new Quiesce.None();
            default -> new Quiesce.Hold(Quiesce.Still.WRITES, tier);
        };
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Inventory identify(IdentifyRequest request) throws WriterException {
        misbehaviour.begin(Phase.IDENTIFY, NEVER);
        if (misbehaviour.is(Phase.IDENTIFY, How.NULL)) {
            return null;
        }
        String more = misbehaviour.is(Phase.IDENTIFY, How.LIE) ? "/not-there" : "";
        List<FileSet> files = paths.stream()
                .map(path -> FileSet.all(SourcePath.of(path + more)))
                .toList();
        return new Inventory(List.of(new Component(COMPONENT, files, quiesce, Map.of())), List.of());
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Participant join(Cycle cycle) {
        misbehaviour.beginQuietly(Phase.JOIN, NEVER);
        if (misbehaviour.is(Phase.JOIN, How.NULL)) {
            return null;
        }
        boolean holds = quiesce instanceof Quiesce.Hold || quiesce instanceof Quiesce.Suspended;
        // how: lie leaves out the hold that the component declares
        return holds && !misbehaviour.is(Phase.JOIN, How.LIE)
                ? new MisbehavingHold(cycle, misbehaviour, held)
                : new MisbehavingParticipant(misbehaviour);
    }

    @Override
    public void close() {}
}
