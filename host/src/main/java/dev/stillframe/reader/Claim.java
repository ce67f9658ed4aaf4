// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.tree.Selection;

/** One file set of one component, ready to be matched. */
record Claim(ComponentKey key, Source source, Selection selection, ImageComponent.Motion motion) {
    static Claim of(ImageComponent component, Source source) {
        return new Claim(component.key(), source, Selection.of(source.files()), component.motion());
    }

    SourcePath root() {
        return source.files().root();
    }

    boolean onBtrfs() {
        return source.volume().fileSystem().equals("btrfs");
    }
}
