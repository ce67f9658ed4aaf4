// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Component;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.error.StillframeException;
import dev.stillframe.plan.PlanRequest.Located;
import dev.stillframe.tree.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the mounted volume of every file set, as the mounts are now. */
final class SourceLocator {
    private final HostSystem system;
    private final HostSystem.Volumes volumes;

    private SourceLocator(HostSystem system, HostSystem.Volumes volumes) {
        this.system = system;
        this.volumes = volumes;
    }

    static SourceLocator now(HostSystem system) throws StillframeException {
        try {
            return new SourceLocator(system, system.volumes());
        } catch (IOException e) {
            throw new StillframeException(
                    "plan.mounts", "cannot read the table of mounts: " + e.getMessage(), Retry.UNKNOWN, "", e);
        }
    }

    /** @throws StillframeException if a root does not exist, has a symbolic link in it, or lies on no known volume */
    Located locate(String application, Component component) throws StillframeException {
        List<Source> sources = new ArrayList<>();
        for (FileSet set : component.files()) {
            check(application, set);
            sources.add(new Source(volume(application, set.root()), set));
        }
        return new Located(component, sources);
    }

    private static void check(String application, FileSet set) throws StillframeException {
        try {
            Selection.of(set);
        } catch (IllegalArgumentException e) {
            throw new StillframeException(
                    "plan.pattern",
                    "application " + application + ", files below " + set.root() + ": " + e.getMessage(),
                    Retry.DOES_NOT_HELP,
                    "correct the pattern; `*` stands for a part of one name, `**` for any number of names",
                    e);
        }
    }

    private Volume volume(String application, SourcePath root) throws StillframeException {
        try {
            SourcePath real = system.realPath(root);
            if (!real.equals(root)) {
                throw new StillframeException(
                        "plan.symbolic-link",
                        "application " + application + ": " + root + " is " + real + " behind a symbolic link",
                        Retry.DOES_NOT_HELP,
                        "its writer must name the real path");
            }
            return volumes.of(root)
                    .orElseThrow(() -> new StillframeException(
                            "plan.volume",
                            "application " + application + ": no mounted volume holds " + root,
                            Retry.DOES_NOT_HELP,
                            ""));
        } catch (IOException e) {
            throw new StillframeException(
                    "plan.root",
                    "application " + application + ": cannot look at " + root + ": " + e.getMessage(),
                    Retry.UNKNOWN,
                    "check that it exists and that this user may read it",
                    e);
        }
    }
}
