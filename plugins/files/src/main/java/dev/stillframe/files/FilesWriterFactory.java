// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.util.List;

/** Makes writers for files and folders. */
public final class FilesWriterFactory implements WriterFactory, Restores, Diagnoses {
    private static final WriterDescriptor DESCRIPTOR = WriterDescriptor.of(
            "files",
            "files and folders; held still by the operator's own commands, if there are any",
            "/dev/stillframe/files/settings.schema.json");

    @Override
    public WriterDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new FilesWriter(FilesSettings.read(settings), context);
    }

    @Override
    public Restorer restorer(RestoreRequest request, WriterContext context) {
        return new FilesRestorer(request);
    }

    @Override
    public List<Diagnosis> diagnose(Settings settings, WriterContext context, Deadline deadline)
            throws WriterException {
        return new FilesDiagnosis(FilesSettings.read(settings), context).run();
    }
}
