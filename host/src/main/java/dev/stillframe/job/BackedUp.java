// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.receipt.Receipt.Files;
import dev.stillframe.receipt.Receipt.Place;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A receipt's applications as the contract's values. */
final class BackedUp {
    private static final Set<String> SOUND = Set.of("sound", "unverifiable");

    private BackedUp() {}

    static List<RestoredComponent> components(ApplicationReceipt application) {
        return application.components().stream()
                .map(component -> new RestoredComponent(
                        new ComponentId(component.id()),
                        sets(component),
                        Grain.valueOf(constant(component.grain())),
                        component.facts()))
                .toList();
    }

    /** What belongs to these applications: their file sets, late files, and what lies beside them. */
    static Predicate<SourcePath> pathsOf(List<ApplicationReceipt> applications) {
        List<ComponentReceipt> components =
                applications.stream().flatMap(a -> a.components().stream()).toList();
        List<Selection> selections = components.stream()
                .flatMap(component -> sets(component).stream())
                .map(Selection::of)
                .toList();
        Set<SourcePath> late = new HashSet<>();
        components.forEach(
                component -> component.late().stream().map(Place::path).forEach(late::add));
        List<SourcePath> beside = applications.stream()
                .map(application -> SourcePath.root().resolve(".stillframe/" + application.name()))
                .toList();
        return path -> late.contains(path)
                || selections.stream().anyMatch(selection -> selection.takes(path))
                || beside.stream().anyMatch(path::startsWith);
    }

    /** How many bytes these applications' files have, holes included. */
    static long bytes(List<ApplicationReceipt> applications) {
        return applications.stream()
                .flatMap(application -> application.components().stream())
                .mapToLong(component -> component.read().bytes())
                .sum();
    }

    /** The same of a whole backup; 0 if its receipt cannot be read. */
    static long bytes(Published backup) {
        try {
            return bytes(StoredBackups.receipt(backup).applications());
        } catch (StillframeException e) {
            return 0; // only a progress bar wants to know
        }
    }

    /**
     * Files that are stored as they were: not those of a component that was damaged or not judged, and none that changed
     * while it was read.
     */
    static Predicate<SourcePath> sound(Receipt receipt) {
        List<ComponentReceipt> all = receipt.applications().stream()
                .flatMap(application -> application.components().stream())
                .toList();
        List<Selection> doubtful = all.stream()
                .filter(component -> !SOUND.contains(component.verification().result()))
                .flatMap(component -> sets(component).stream())
                .map(Selection::of)
                .toList();
        Set<String> changed = all.stream()
                .flatMap(component -> component.read().changed().stream())
                .map(Receipt.FileNote::file)
                .collect(Collectors.toSet());
        return path ->
                !changed.contains(path.toString()) && doubtful.stream().noneMatch(selection -> selection.takes(path));
    }

    /** Files that the component's verdict is about: not those that were delivered after the image. */
    static Predicate<SourcePath> judged(ComponentReceipt component) {
        List<Selection> selections = sets(component).stream().map(Selection::of).toList();
        Set<SourcePath> late = component.late().stream().map(Place::path).collect(Collectors.toSet());
        return path -> !late.contains(path) && selections.stream().anyMatch(selection -> selection.takes(path));
    }

    private static List<FileSet> sets(ComponentReceipt component) {
        return component.fileSets().stream().map(BackedUp::set).toList();
    }

    private static FileSet set(Files files) {
        return new FileSet(
                files.root().path(),
                files.include(),
                files.exclude(),
                files.takenAt().stream()
                        .map(grain -> Grain.valueOf(constant(grain)))
                        .collect(Collectors.toSet()),
                files.pageSize() == 0 ? OptionalInt.empty() : OptionalInt.of(files.pageSize()));
    }

    private static String constant(String label) {
        return label.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
