// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalSegmentName;
import dev.stillframe.postgres.format.WalSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The WAL segments of an image on the timeline that recovery follows. Not thread-safe. */
final class WalFiles implements WalSource {
    private static final Pattern ANCESTOR =
            Pattern.compile("^\\s*([0-9]{1,9})\\s+([0-9A-F]{1,8}/[0-9A-F]{1,8})", Pattern.MULTILINE);
    private static final int HISTORY = 1 << 20;

    private final Map<Long, Map<Integer, ImageFile>> found = new TreeMap<>();
    private final SourcePath folder;
    private final int segmentSize;
    private final int timeline;
    private final Map<Integer, Long> lastSegments = new HashMap<>();

    /** @param timeline that recovery follows */
    WalFiles(SourcePath folder, int segmentSize, int timeline) {
        this.folder = folder;
        this.segmentSize = segmentSize;
        this.timeline = timeline;
    }

    void add(ImageFile file) {
        WalSegmentName.parse(new String(file.path().name(), StandardCharsets.ISO_8859_1), segmentSize)
                .ifPresent(name -> found.computeIfAbsent(name.number(), n -> new TreeMap<>(Integer::compareUnsigned))
                        .put(name.timeline(), file));
    }

    /** Reads which timelines the one of recovery came from, and where it left each (access/transam/timeline.c). */
    void readHistory(BackupImage image) throws IOException {
        Optional<ImageFile> history = image.file(folder.resolve(String.format("%08X.history", timeline)));
        if (history.isPresent()) {
            Matcher ancestor =
                    ANCESTOR.matcher(new String(ImageBytes.head(history.get(), HISTORY), StandardCharsets.ISO_8859_1));
            while (ancestor.find()) {
                long left = Lsn.parse(ancestor.group(2)).value();
                lastSegments.put(Integer.parseInt(ancestor.group(1)), Long.divideUnsigned(left, segmentSize));
            }
        }
        lastSegments.put(timeline, Long.MAX_VALUE);
    }

    @Override
    public Optional<ImageFile> segment(long number) {
        return found.getOrDefault(number, Map.of()).entrySet().stream()
                .filter(file -> lastSegments.getOrDefault(file.getKey(), -1L) >= number)
                .max(Map.Entry.comparingByKey(Integer::compareUnsigned))
                .map(Map.Entry::getValue);
    }

    /** The numbers of all segments after one, in their order. */
    List<Long> after(long number) {
        return found.keySet().stream()
                .filter(each -> each > number && segment(each).isPresent())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Where the segment of a position lies, or would lie. */
    SourcePath path(long position, WalFormat format) {
        long number = format.segment(position);
        return segment(number)
                .map(ImageFile::path)
                .orElseGet(() -> folder.resolve(new WalSegmentName(timeline, number).text(segmentSize)));
    }
}
