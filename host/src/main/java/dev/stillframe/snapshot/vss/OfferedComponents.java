// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.platform.windows.VssWriter;
import dev.stillframe.platform.windows.WindowsPath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a VSS writer offers, in the words of the contract. A component that is not selectable comes with the selectable
 * one that it is part of, and is one of its own only where there is none ("Selectability and Logical Paths" in the
 * Windows documentation).
 */
final class OfferedComponents {
    private static final Pattern VARIABLE = Pattern.compile("%([^%]+)%");

    private OfferedComponents() {}

    /**
     * @param writer the class id
     * @param environment a variable's value, in upper-case names; what it does not know it leaves null
     */
    static List<NativeComponent> of(List<VssWriter> writers, UUID writer, UnaryOperator<String> environment)
            throws SnapshotException {
        List<NativeComponent> offered = new ArrayList<>();
        for (VssWriter each : writers) {
            if (each.id().equals(writer)) {
                for (VssWriter.Component component : each.components()) {
                    if (isChosen(component, each.components())) {
                        offered.add(offer(writer, component, each.components(), environment));
                    }
                }
            }
        }
        return offered;
    }

    private static boolean isChosen(VssWriter.Component component, List<VssWriter.Component> all) {
        return component.selectable()
                || all.stream().noneMatch(other -> other.selectable() && component.isPartOf(other));
    }

    private static NativeComponent offer(
            UUID writer, VssWriter.Component chosen, List<VssWriter.Component> all, UnaryOperator<String> environment)
            throws SnapshotException {
        List<FileSet> files = new ArrayList<>();
        for (VssWriter.Component each : all) {
            if (each.equals(chosen) || (each.isPartOf(chosen) && !isChosen(each, all))) {
                for (VssWriter.Files set : each.files()) {
                    FileSet converted = files(set, environment);
                    if (!files.contains(converted)) {
                        files.add(converted);
                    }
                }
            }
        }
        Quiesce.Native component = new Quiesce.Native(writer, chosen.logicalPath(), chosen.name());
        return new NativeComponent(component, chosen.caption(), files);
    }

    private static FileSet files(VssWriter.Files set, UnaryOperator<String> environment) throws SnapshotException {
        String name = set.pattern().equals("*.*") ? "*" : set.pattern(); // which also means names without a dot
        String pattern = set.recursive() ? "**/" + name : name;
        SourcePath root = folder(set.folder(), environment);
        return new FileSet(root, List.of(pattern), List.of(), Set.of(Grain.ATOMIC), OptionalInt.empty());
    }

    private static SourcePath folder(String folder, UnaryOperator<String> environment) throws SnapshotException {
        Matcher variables = VARIABLE.matcher(folder);
        String expanded = variables.replaceAll(found -> {
            String value = environment.apply(found.group(1).toUpperCase(java.util.Locale.ROOT));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
        try {
            return WindowsPath.parse(expanded);
        } catch (IllegalArgumentException e) {
            throw VssErrors.of(
                    "path", "a VSS writer names the folder " + folder + ": " + e.getMessage(), Retry.UNKNOWN, "");
        }
    }
}
