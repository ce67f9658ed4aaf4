// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
    private static final String WHOLE = """
            guard 4701 1300942
            armed 0 db run 500 /bin/thaw a%20b
            armed 1 db process 77 1234
            armed 2 web filesystem /srv/%FFx 2049
            armed 3 db host
            disarmed 2
            acting 1795396859 the%20deadline%20passed
            done 1
            failed 0 exit%20code%201
            acted 1795396859
            """;

    @Test
    void tellsWhatWasArmedAndWhatBecameOfIt() {
        Ledger ledger = Ledger.read("c1", WHOLE);

        assertThat(ledger.pid()).isEqualTo(4701);
        assertThat(ledger.startTicks()).isEqualTo(1300942);
        assertThat(ledger.entries())
                .containsExactly(
                        new Ledger.Entry("db", run(), Ledger.State.FAILED, "exit code 1"),
                        new Ledger.Entry("db", new ThawAction.ContinueProcess(77, 1234), Ledger.State.DONE, ""),
                        new Ledger.Entry(
                                "web",
                                new ThawAction.ThawFilesystem(SourcePath.of(latin("/srv/\u00ffx")), 2049),
                                Ledger.State.OVER,
                                ""),
                        new Ledger.Entry("db", new ThawAction.EndWriterProcess(), Ledger.State.ARMED, ""));
        assertThat(ledger.acted()).hasValue(new Ledger.Acted(Instant.ofEpochSecond(1795396859), "the deadline passed"));
    }

    @Test
    void knowsBetterThanTheJournalWhatIsOwed() {
        Ledger ledger = Ledger.read("c1", WHOLE);
        ThawAction unheard = new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup/x"));
        ThawAction undone = new ThawAction.ContinueProcess(77, 1234);
        ThawAction precise = new ThawAction.Run(List.of("/bin/thaw", "a b"), Duration.ofNanos(500_000_001));

        assertThat(ledger.owed("db", List.of(unheard, undone, precise))).containsExactly(unheard, precise);
        assertThat(ledger.owed("db", List.of())).containsExactly(run());
        assertThat(ledger.owed("web", List.of())).isEmpty();
    }

    @Test
    void writesEveryActionAsItIsRead() {
        List<ThawAction> all = List.of(
                run(),
                new ThawAction.ContinueProcess(1, 2),
                new ThawAction.ThawFilesystem(SourcePath.of("/a b/ü"), -1),
                new ThawAction.ThawCgroup(SourcePath.of("/sys/fs/cgroup/a\nb")),
                new ThawAction.EndWriterProcess());
        for (ThawAction action : all) {
            assertThat(Words.action(Words.of(action))).isEqualTo(action);
        }
    }

    @Test
    void ignoresALineThatWasTornByAKill() {
        Ledger ledger = Ledger.read("c1", WHOLE + "done 0 garb");

        assertThat(ledger.entries().get(0).state()).isEqualTo(Ledger.State.FAILED);
    }

    @Test
    void whateverIsInTheFileItIsReadOrRefused() {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("LedgerTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = WHOLE.getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            String text = new String(damaged, 0, random.nextInt(damaged.length), StandardCharsets.ISO_8859_1);
            try {
                assertThat(Ledger.read("c1", text).entries().size()).isLessThanOrEqualTo(4);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("the line");
            }
        }
    }

    @Test
    void aLedgerThatCannotBeReadStaysAndIsReported(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("c1.ledger"), "something else\n");
        List<String> problems = new ArrayList<>();

        assertThat(new Ledgers(folder).all(problem -> problems.add(problem.message())))
                .isEmpty();

        assertThat(problems).singleElement().asString().contains("c1", "something else");
        assertThat(folder.resolve("c1.ledger")).exists();
    }

    @Test
    void refusesLinesThatAreOutOfOrder() {
        assertThatThrownBy(() -> Ledger.read("c1", "done 0\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ledger.read("c1", "armed 1 db host\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ledger.read("c1", "acted 1\n")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ThawAction run() {
        return new ThawAction.Run(List.of("/bin/thaw", "a b"), Duration.ofMillis(500));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
