package __PACKAGE__;

import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes writers; found through META-INF/services. The capabilities beside WriterFactory are optional. */
public final class __CLASS__WriterFactory implements WriterFactory, Diagnoses, ChecksFiles, Restores {
    @Override
    public WriterDescriptor descriptor() {
        return WriterDescriptor.of("__NAME__", "one line about __NAME__", "/__PATH__/settings.schema.json");
    }

    /** Never connects: the application may be down. */
    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new __CLASS__Writer(settings.requiredText("folder"), context.application());
    }

    /** What is missing is an answer and no exception. */
    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline) throws WriterException {
        Path gate = Path.of(settings.requiredText("folder"), "gate");
        return List.of(
                Files.isWritable(gate)
                        ? new Diagnosis(Status.GOOD, "gate", gate + " can be locked", "")
                        : new Diagnosis(Status.MISSING, "gate", gate + " cannot be opened", "start the application"));
    }

    /** Files from anywhere: no settings, no application, no backup. */
    @Override
    public Verdict check(List<ImageFile> files, Deadline deadline) throws WriterException {
        try {
            return __CLASS__Validation.check(files);
        } catch (IOException e) {
            throw new WriterException(
                    "__NAME__.check", "notes cannot be read: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }

    /** Notes do not say where they lie, so that there is nothing to rewrite; what is left to do is the operator's. */
    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return deadline -> new Restorer.RestoreReport(
                List.of(),
                request.components().stream()
                        .map(each -> request.moved(each.files().get(0).root()))
                        .map(data -> "start the application on " + data)
                        .toList());
    }
}
