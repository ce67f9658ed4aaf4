// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.Component;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what file sets name. Files that vanish meanwhile are left out; symbolic links are not followed. */
public final class SourceFiles {
    private SourceFiles() {}

    /** All regular files that components name, at whatever grain. */
    public static List<Path> regular(List<Component> components) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (Component component : components) {
            for (FileSet set : component.files()) {
                entries(set).stream().filter(Files::isRegularFile).forEach(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** All entries of a component that are taken at a grain, parents before children. */
    static List<Path> entries(Component component, Grain grain) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (FileSet set : component.files()) {
            if (set.takenAt().contains(grain)) {
                found.addAll(entries(set));
            }
        }
        return List.copyOf(found);
    }

    /** A path of the contract on this system, whose names are taken as UTF-8. */
    public static Path path(SourcePath path) {
        return Path.of(new String(path.bytes(), StandardCharsets.UTF_8));
    }

    private static List<Path> entries(FileSet set) throws IOException {
        Path root = path(set.root());
        List<NamePattern> include = set.include().stream().map(NamePattern::new).toList();
        List<NamePattern> exclude = set.exclude().stream().map(NamePattern::new).toList();
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(root) && covered(exclude, folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                found.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!covered(exclude, file) && (include.isEmpty() || covered(include, file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (Files.exists(file)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean covered(List<NamePattern> patterns, Path entry) {
                List<String> names = new ArrayList<>();
                root.relativize(entry).forEach(name -> names.add(name.toString()));
                return patterns.stream().anyMatch(pattern -> pattern.covers(names));
            }
        });
        return found;
    }
}
