package __PACKAGE__;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One configured application, through many cycles. */
final class __CLASS__Writer implements Writer {
    static final ComponentId NOTES = new ComponentId("notes");

    private final Path folder;
    private final String application;

    __CLASS__Writer(String folder, String application) {
        this.folder = Path.of(folder);
        this.application = application;
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        Path data;
        try {
            data = folder.resolve("data").toRealPath(); // a file set's root has no symbolic link in it
        } catch (IOException e) {
            throw new WriterException(
                    "__NAME__.not-found",
                    "application " + application + " has no folder " + folder.resolve("data"),
                    Retry.DOES_NOT_HELP,
                    "correct the setting \"folder\"",
                    e);
        }
        Quiesce quiesce = new Quiesce.Hold(Quiesce.Still.WRITES, Quiesce.Tier.BACK_END);
        FileSet files = FileSet.all(SourcePath.of(data.toString()));
        return new Inventory(List.of(new Component(NOTES, List.of(files), quiesce, Map.of())), List.of());
    }

    @Override
    public Participant join(Cycle cycle) {
        return new __CLASS__Hold(folder, application, cycle);
    }

    @Override
    public void close() {}
}
