// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Grain;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.Receipt.ApplicationReceipt;
import dev.stillframe.receipt.Receipt.ComponentReceipt;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.tree.MemoryContent;
import dev.stillframe.tree.MemoryTree;
import dev.stillframe.tree.Node;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a restore tells the system's own writers, and which components it goes through them for. */
final class NativeRestoringTest {
    private final MemoryTree tree = new MemoryTree();
    private final List<String> log = new ArrayList<>();
    private Optional<String> fails = Optional.empty();

    private final ApplicationReceipt mail =
            new ApplicationReceipt("mail", "exchange", List.of(component("sales"), component("sent")), List.of());
    private final ApplicationReceipt files =
            new ApplicationReceipt("files", "files", List.of(component("files")), List.of());

    @Test
    void oneRestoreGoesThroughTheWritersOfAllComponentsOfOneDocument() throws Exception {
        document("mail", "sales", "<one>");
        document("mail", "sent", "<one>");
        try (NativeRestoring natives = open()) {
            natives.before();
            natives.begun();
            assertThat(natives.after(List.of(mail, files), report())).isEmpty();
            assertThat(natives.changes(mail))
                    .containsExactlyInAnyOrder(
                            "sales was restored through the VSS writer W",
                            "sent was restored through the VSS writer W");
            assertThat(natives.concerns(files)).isFalse();
        }
        assertThat(log)
                .containsExactly(
                        "open <one> [mail/sales, mail/sent]",
                        "before <one>",
                        "after <one> {mail/sales=ALL, mail/sent=ALL}",
                        "close <one>");
    }

    @Test
    void aWriterLearnsThatOneFileOfItsComponentIsMissing() throws Exception {
        document("mail", "sales", "<one>");
        document("mail", "sent", "<two>");
        try (NativeRestoring natives = open()) {
            natives.before();
            natives.begun();
            natives.after(List.of(mail, files), report(SourcePath.of("/C/sent/a.edb")));
        }
        assertThat(log)
                .contains("after <one> {mail/sales=ALL}", "after <two> {mail/sent=FAILED}")
                .noneMatch(line -> line.startsWith("give up"));
    }

    @Test
    void writersThatWerePreparedLearnWhatHappenedWhenTheRestoreEndsEarly() throws Exception {
        document("mail", "sales", "<one>");
        for (boolean begun : new boolean[] {false, true}) {
            log.clear();
            try (NativeRestoring natives = open()) {
                natives.before();
                if (begun) {
                    natives.begun();
                }
            }
            assertThat(log).containsSubsequence("give up <one> " + (begun ? "FAILED" : "NONE"), "close <one>");
        }
    }

    @Test
    void aWriterThatCannotBePreparedStopsTheRestoreAndThoseBeforeItLearnThatNothingWasTouched() throws Exception {
        document("mail", "sales", "<one>");
        document("mail", "sent", "<two>");
        fails = Optional.of("before <two>");
        NativeRestoring natives = open();
        assertThatThrownBy(natives::before).isInstanceOf(StillframeException.class);
        natives.close();
        assertThat(log).contains("give up <one> NONE").doesNotContain("give up <one> FAILED");
    }

    @Test
    void aWriterThatCouldNotFinishIsAProblemAndTheOthersAreStillTold() throws Exception {
        document("mail", "sales", "<one>");
        document("mail", "sent", "<two>");
        fails = Optional.of("after <one>");
        try (NativeRestoring natives = open()) {
            natives.before();
            natives.begun();
            assertThat(natives.after(List.of(mail), report()).map(Problem::code))
                    .contains("test.failed");
        }
        assertThat(log).anyMatch(line -> line.startsWith("after <two>"));
    }

    @Test
    void theApplicationsWriterLearnsWhoRecoversItsComponent() throws Exception {
        document("mail", "sales", "<one>");
        try (NativeRestoring natives = open()) {
            RestoredComponent sales =
                    new RestoredComponent(new ComponentId("sales"), List.of(), Grain.ATOMIC, Map.of("a", "b"));
            assertThat(natives.described(mail, sales).facts())
                    .containsEntry("a", "b")
                    .containsEntry(RestoredComponent.NATIVE_WRITER, "W");
            assertThat(natives.described(files, sales)).isSameAs(sales);
        }
    }

    @Test
    void aBackupWithoutDocumentsGoesThroughNobody() throws Exception {
        try (NativeRestoring natives = open()) {
            natives.before();
            natives.after(List.of(mail, files), report());
        }
        assertThat(log).isEmpty();
    }

    private NativeRestoring open() throws Exception {
        return NativeRestoring.open(this::open, tree, List.of(mail, files));
    }

    private NativeRestore open(String document, Map<String, Map<String, String>> evidences) {
        log.add("open " + document + " " + evidences.keySet());
        Map<String, String> writers = new LinkedHashMap<>();
        evidences.keySet().forEach(name -> writers.put(name, "W"));
        return new NativeRestore() {
            @Override
            public Map<String, String> writers() {
                return writers;
            }

            @Override
            public void before() throws StillframeException {
                did("before " + document);
            }

            @Override
            public void after(Map<String, Outcome> outcomes) throws StillframeException {
                Map<String, Outcome> own = new LinkedHashMap<>();
                writers.keySet().forEach(name -> own.put(name, outcomes.getOrDefault(name, Outcome.FAILED)));
                log.add("after " + document + " " + own);
                failing("after " + document);
            }

            @Override
            public void giveUp(Outcome outcome) {
                log.add("give up " + document + " " + outcome);
            }

            @Override
            public void close() {
                log.add("close " + document);
            }
        };
    }

    private void did(String what) throws StillframeException {
        log.add(what);
        failing(what);
    }

    private void failing(String what) throws StillframeException {
        if (fails.equals(Optional.of(what))) {
            throw new StillframeException("test.failed", what, Retry.UNKNOWN, "");
        }
    }

    private void document(String application, String component, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.EPOCH;
        Metadata metadata = new Metadata(
                Metadata.Kind.FILE, 0600, 0, 0, bytes.length, now, now, 0, 0, 1, 0, new byte[0], List.of());
        SourcePath path = SourcePath.of("/.stillframe/" + application + "/" + component + "/vss/backup-components.xml");
        tree.put(new Node(path, metadata), MemoryContent.of(bytes));
    }

    private static RestoreTreeReport report(SourcePath... lost) {
        List<RestoreTreeReport.Lost> all = new ArrayList<>();
        for (SourcePath path : lost) {
            all.add(new RestoreTreeReport.Lost(path, "it is open"));
        }
        return new RestoreTreeReport(1, 1, List.of(), all, List.of());
    }

    private static ComponentReceipt component(String id) {
        Receipt.Files set = new Receipt.Files(
                Receipt.Place.of(SourcePath.of("/C/" + id)), List.of("**"), List.of(), List.of("atomic"), 0);
        return new ComponentReceipt(
                id,
                "native",
                "atomic",
                "application",
                "crash",
                true,
                new Receipt.Verified("sound", "", 1, 0, "pages", List.of(), List.of(), 0, Optional.empty()),
                Map.of("vss-component", id),
                Map.of(),
                List.of(set),
                List.of(),
                new Receipt.Read(1, 1, 0, List.of(), List.of(), true));
    }
}
