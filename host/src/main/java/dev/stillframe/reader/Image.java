// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that belongs to one backup, as it can be read.
 *
 * @param components of all applications; their file sets may overlap, what is in several is one entry
 * @param views where their sources can be read; where several show the same path, snapshots come before live files,
 *     then the one that begins deepest
 * @param late files known before the copy; those {@code At} a path replace what a view shows there
 */
public record Image(List<ImageComponent> components, List<View> views, List<Late> late) {
    public Image {
        components = List.copyOf(components);
        views = List.copyOf(views);
        late = List.copyOf(late);
    }

    /** The image of files that are read where they lie, while they change. */
    public static Image live(List<ImageComponent> components) {
        Map<SourcePath, View> views = new LinkedHashMap<>();
        for (ImageComponent component : components) {
            for (Source source : component.sources()) {
                views.putIfAbsent(
                        source.files().root(),
                        new View.Mirror(source.files().root(), source.files().root()));
            }
        }
        return new Image(components, List.copyOf(views.values()), List.of());
    }

    List<Claim> claims() {
        return components.stream()
                .flatMap(component -> component.sources().stream().map(source -> Claim.of(component, source)))
                .toList();
    }

    /** The same image with late files. */
    public Image with(List<Late> files) {
        return new Image(components, views, files);
    }
}
