// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.database.PathText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Judges one database in an image: that every file of it is there, and what its data files and log files carry. */
public record ImageValidation(Located located) {
    public Verdict verdict(BackupImage image, Deadline deadline) throws WriterException {
        List<ImageFile> files = new ArrayList<>();
        List<Finding> missing = new ArrayList<>();
        for (SourcePath path : located.checkable()) {
            Optional<ImageFile> file = file(image, path);
            file.ifPresent(files::add);
            if (file.isEmpty()) {
                missing.add(new Finding(path, OptionalLong.empty(), "the file is not in the image"));
            }
        }
        if (!missing.isEmpty()) {
            return new Verdict.Damaged(missing, missing.size());
        }
        Encryption encryption = located.database().encrypted() ? Encryption.ON : Encryption.NONE;
        Verdict verdict = new DatabaseValidation(encryption).verdict(files, deadline);
        return verdict instanceof Verdict.Sound sound && !located.containers().isEmpty() ? unchecked(sound) : verdict;
    }

    /** On Windows the server, its VSS writer and the disk may each write a name in another case. */
    private Optional<ImageFile> file(BackupImage image, SourcePath path) {
        Optional<ImageFile> exactly = image.file(path);
        if (exactly.isPresent() || located.holder().isEmpty()) {
            return exactly;
        }
        try (Stream<ImageFile> all = image.files(located.id())) {
            return all.filter(file -> PathText.of(file.path()).equalsIgnoreCase(PathText.of(path)))
                    .findFirst();
        }
    }

    /** Nothing is known of how FILESTREAM data and memory-optimised tables could be checked. */
    private Verdict unchecked(Verdict.Sound sound) {
        List<String> remarks = new ArrayList<>(sound.remarks());
        located.containers().forEach(folder -> remarks.add("nothing in " + folder + " was checked"));
        return new Verdict.Sound(sound.checked(), sound.unverifiable(), sound.unit(), remarks);
    }
}
