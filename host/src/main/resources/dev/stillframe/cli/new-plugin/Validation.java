package __PACKAGE__;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** Checks notes: lines, each with the CRC-32 of what stands before it, in hexadecimal after a tab. */
final class __CLASS__Validation {
    private static final int MOST_FINDINGS = 100;

    private __CLASS__Validation() {}

    static String line(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "\t" + Long.toHexString(crc.getValue()) + "\n";
    }

    static Verdict check(BackupImage image, Path data) throws IOException {
        SourcePath path = SourcePath.of(data.resolve("notes.txt").toString());
        Optional<ImageFile> file = image.file(path);
        if (file.isEmpty()) {
            return new Verdict.Damaged(List.of(new Verdict.Finding(path, OptionalLong.empty(), "is missing")), 1);
        }
        return check(List.of(file.get()));
    }

    static Verdict check(List<ImageFile> files) throws IOException {
        List<Verdict.Finding> findings = new ArrayList<>();
        long bad = 0;
        long good = 0;
        for (ImageFile file : files) {
            long number = 0;
            for (String line : read(file).split("(?<=\n)")) {
                int tab = line.lastIndexOf('\t');
                if (tab >= 0 && line.equals(line(line.substring(0, tab)))) {
                    good++;
                } else if (++bad <= MOST_FINDINGS) {
                    findings.add(new Verdict.Finding(file.path(), OptionalLong.of(number), "wrong checksum"));
                }
                number++;
            }
        }
        return bad > 0 ? new Verdict.Damaged(findings, bad) : new Verdict.Sound(good, 0, "lines", List.of());
    }

    private static String read(ImageFile file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        while (file.read(piece, all.size()) > 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
