// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.snapshot.Metadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what was stored. One thread at a time. */
final class Tally {
    private static final class OfComponent {
        private long files;
        private long folders;
        private long others;
        private long bytes;
        private long lateFiles;
        private final List<Remark> remarks = new ArrayList<>();

        ComponentRead read() {
            remarks.sort(Comparator.comparing(Remark::path));
            return new ComponentRead(files, folders, others, bytes, lateFiles, remarks);
        }
    }

    private final Map<ComponentKey, OfComponent> components = new LinkedHashMap<>();
    private long files;
    private long bytes;
    private long unchanged;

    Tally(List<ImageComponent> components) {
        components.forEach(component -> this.components.put(component.key(), new OfComponent()));
    }

    /** An entry, or another name of a file, of a size in bytes. */
    void stored(List<Claim> takers, Metadata.Kind kind, long size) {
        for (ComponentKey key : keys(takers)) {
            OfComponent of = of(key);
            switch (kind) {
                case FILE -> {
                    of.files++;
                    of.bytes += size;
                }
                case FOLDER -> of.folders++;
                default -> of.others++;
            }
        }
    }

    /** A file's content, once for all its names. */
    void content(long size) {
        files++;
        bytes += size;
    }

    void late(ComponentKey key, long size) {
        OfComponent of = of(key);
        of.files++;
        of.lateFiles++;
        of.bytes += size;
        content(size);
    }

    void remark(List<Claim> claims, Remark remark) {
        keys(claims).forEach(key -> remark(key, remark));
    }

    void remark(ComponentKey key, Remark remark) {
        of(key).remarks.add(remark);
    }

    long bytes() {
        return bytes;
    }

    /** What of a content the parent backup has. */
    void unchanged(long size) {
        unchanged += size;
    }

    ReadReport report(long bytesRead, List<String> doubts) {
        Map<ComponentKey, ComponentRead> read = new LinkedHashMap<>();
        components.forEach((key, of) -> read.put(key, of.read()));
        return new ReadReport(read, files, bytes, bytesRead, unchanged, doubts);
    }

    private OfComponent of(ComponentKey key) {
        OfComponent of = components.get(key);
        if (of == null) {
            throw new IllegalArgumentException("not a component of this image: " + key);
        }
        return of;
    }

    private static List<ComponentKey> keys(List<Claim> claims) {
        return claims.size() == 1
                ? List.of(claims.get(0).key())
                : claims.stream().map(Claim::key).distinct().toList();
    }
}
