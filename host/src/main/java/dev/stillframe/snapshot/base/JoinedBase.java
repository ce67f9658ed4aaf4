// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.base;

import dev.stillframe.api.SourcePath;
import dev.stillframe.change.Base;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All bases of one backup, which show different paths. */
record JoinedBase(List<Base> bases) implements Base {
    @Override
    public Optional<File> file(SourcePath path) throws IOException {
        for (Base base : bases) {
            Optional<File> file = base.file(path);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean holds() {
        return bases.stream().allMatch(Base::holds);
    }
}
