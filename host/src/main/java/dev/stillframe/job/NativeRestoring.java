// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.job.NativeRestore.Outcome;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The part of a restore that goes through the system's own writers: of the components that they held, those whose writer
 * runs. One restore for each document: a backup may have several, of several instants.
 */
final class NativeRestoring implements AutoCloseable {
    private static final int LONGEST = 256 << 20;

    private final List<NativeRestore> restores = new ArrayList<>();
    private final Map<String, String> writers = new LinkedHashMap<>();
    private boolean prepared;
    private boolean begun;

    private NativeRestoring() {}

    /** Nobody takes part: what is restored lies elsewhere, or the system has no such writers. */
    static NativeRestoring none() {
        return new NativeRestoring();
    }

    /** Finds the documents in the backup, and the writers that run. Changes nothing. */
    static NativeRestoring open(NativeRestore.Opening opening, StoredTree tree, List<ApplicationReceipt> applications)
            throws StillframeException, IOException {
        Map<String, Map<String, Map<String, String>>> byDocument = new LinkedHashMap<>();
        for (ApplicationReceipt application : applications) {
            for (ComponentReceipt component : application.components()) {
                Optional<String> document = document(tree, application, component);
                document.ifPresent(text -> byDocument
                        .computeIfAbsent(text, each -> new LinkedHashMap<>())
                        .put(name(application, component.id()), component.evidence()));
            }
        }
        NativeRestoring restoring = new NativeRestoring();
        try {
            for (Map.Entry<String, Map<String, Map<String, String>>> one : byDocument.entrySet()) {
                NativeRestore restore = opening.open(one.getKey(), one.getValue());
                restoring.restores.add(restore);
                restoring.writers.putAll(restore.writers());
            }
            return restoring;
        } catch (StillframeException | RuntimeException e) {
            restoring.close();
            throw e;
        }
    }

    /** A component as its application's writer learns of it: also by whom it is recovered. */
    RestoredComponent described(ApplicationReceipt application, RestoredComponent component) {
        String writer = writers.get(name(application, component.id().value()));
        if (writer == null) {
            return component;
        }
        Map<String, String> facts = new HashMap<>(component.facts());
        facts.put(RestoredComponent.NATIVE_WRITER, writer);
        return new RestoredComponent(component.id(), component.files(), component.grain(), facts);
    }

    /** Prepares the writers, if there are any. */
    void before() throws StillframeException {
        for (NativeRestore restore : restores) {
            restore.before();
            prepared = true;
        }
    }

    /** From now on files are replaced. */
    void begun() {
        begun = true;
    }

    /**
     * Tells the writers the truth about each component's files.
     *
     * @return what went wrong, which concerns every application that a writer took part for
     */
    Optional<Problem> after(List<ApplicationReceipt> applications, RestoreTreeReport tree) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (ApplicationReceipt application : applications) {
            for (ComponentReceipt component : application.components()) {
                outcomes.put(name(application, component.id()), outcome(component, tree));
            }
        }
        prepared = false;
        Optional<Problem> first = Optional.empty();
        for (NativeRestore restore : restores) {
            try {
                restore.after(outcomes);
            } catch (StillframeException e) {
                first = first.or(() -> Optional.of(e.problem()));
            }
        }
        return first;
    }

    /** What the writers did for an application, for people. */
    List<String> changes(ApplicationReceipt application) {
        return writers.entrySet().stream()
                .filter(one -> one.getKey().startsWith(application.name() + "/"))
                .map(one -> one.getKey().substring(application.name().length() + 1)
                        + " was restored through the VSS writer " + one.getValue())
                .toList();
    }

    /** Whether a writer takes part for an application. */
    boolean concerns(ApplicationReceipt application) {
        return writers.keySet().stream().anyMatch(name -> name.startsWith(application.name() + "/"));
    }

    /** Writers that still wait for the end learn that there was none. */
    @Override
    public void close() {
        if (prepared) {
            prepared = false;
            restores.forEach(restore -> restore.giveUp(begun ? Outcome.FAILED : Outcome.NONE));
        }
        restores.forEach(NativeRestore::close);
    }

    private static Outcome outcome(ComponentReceipt component, RestoreTreeReport tree) {
        Predicate<SourcePath> own = BackedUp.judged(component);
        boolean lost = Stream.concat(tree.damaged().stream(), tree.notRestored().stream())
                .anyMatch(one -> own.test(one.path()));
        return lost || !component.read().whole() ? Outcome.FAILED : Outcome.ALL;
    }

    private static Optional<String> document(
            StoredTree tree, ApplicationReceipt application, ComponentReceipt component) throws IOException {
        SourcePath path = SourcePath.root()
                .resolve(".stillframe/" + application.name())
                .resolve(component.id())
                .resolve(NativeRestore.DOCUMENT);
        Optional<StoredTree.Item> item = tree.item(path);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        try (Content content = tree.open(item.get())) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST, content.size()));
            while (bytes.hasRemaining() && content.read(bytes, bytes.position()) >= 0) {
                // until it ends
            }
            return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        }
    }

    private static String name(ApplicationReceipt application, String component) {
        return application.name() + "/" + component;
    }
}
