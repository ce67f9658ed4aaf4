// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.EseBuilder;
import dev.stillframe.exchange.check.MemoryFile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExchangeWriterTest {
    private static final Deadline PATIENT = () -> Duration.ofMinutes(1);
    private static final String SERVER = "Microsoft Exchange Server\\Microsoft Information Store\\MBX1";

    private final ExchangeWriterFactory factory = new ExchangeWriterFactory();

    @Test
    void everyDatabaseThatTheVssWriterOffersIsAComponentThatItHolds() throws Exception {
        Inventory inventory = identify(Map.of(), BackupType.COPY);
        assertThat(inventory.components())
                .extracting(component -> component.id().value())
                .containsExactly("Sales-Berlin", "Sales-Berlin-2", "c4-guid");
        Component first = inventory.components().get(0);
        assertThat(first.quiesce()).isEqualTo(new Quiesce.Native(ExchangeWriterFactory.VSS_WRITER, SERVER, "a1-guid"));
        assertThat(first.facts()).containsEntry("database", "Sales/Berlin");
        assertThat(first.checkable()).isTrue();
        assertThat(inventory.notices()).isEmpty();
    }

    @Test
    void databasesAreChosenByNameOrByGuidInAnyCase() throws Exception {
        assertThat(identify(Map.of("databases", List.of("C4-GUID")), BackupType.COPY)
                        .components())
                .singleElement()
                .satisfies(component -> assertThat(component.id().value()).isEqualTo("c4-guid"));
    }

    @Test
    void aDatabaseThatIsAskedForAndNotThereIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> identify(Map.of("databases", List.of("c4-guid", "gone")), BackupType.COPY))
                .isInstanceOfSatisfying(WriterException.class, e -> {
                    assertThat(e.code()).isEqualTo("exchange.no-database");
                    assertThat(e).hasMessageContaining("no database gone");
                    assertThat(e.hint()).contains("Sales/Berlin");
                });
    }

    @Test
    void aBackupThatLetsExchangeTruncateItsLogsSaysSoInThePlan() throws Exception {
        assertThat(identify(Map.of(), BackupType.FULL).notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.code()).isEqualTo("exchange.truncates"));
        assertThat(factory.descriptor().backupTypes()).containsExactlyInAnyOrder(BackupType.COPY, BackupType.FULL);
    }

    @Test
    void whereThereAreNoVssWritersThereIsNoExchange() throws Exception {
        try (Writer writer = factory.open(Settings.empty(), new Host(Optional.empty()))) {
            assertThatThrownBy(() -> writer.identify(new IdentifyRequest(BackupType.COPY, PATIENT)))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("host.no-native-writers"));
        }
    }

    @Test
    void doctorSaysWhatTheVssWriterOffersOrWhyNothing() throws Exception {
        assertThat(factory.diagnose(Settings.empty(), offers(), PATIENT))
                .singleElement()
                .satisfies(diagnosis -> assertThat(diagnosis.finding()).contains("Sales/Berlin"));
        assertThat(factory.diagnose(Settings.empty(), new Host(Optional.empty()), PATIENT))
                .singleElement()
                .satisfies(diagnosis -> assertThat(diagnosis.status()).isEqualTo(Diagnoses.Status.MISSING));
    }

    @Test
    void eachDatabaseIsJudgedByItsOwnFiles() throws Exception {
        Random random = new Random(5);
        byte[] good = EseBuilder.Database.dirty(32768, 4, 5).build(20, random);
        byte[] bad = good.clone();
        random.ints(16, 0, 30000).forEach(at -> bad[5 * 32768 + at]++);
        MemoryFile four = MemoryFile.of("E0000000004.log", EseBuilder.log(4, 7, 9, random));
        MemoryFile five = MemoryFile.of("E00.log", EseBuilder.log(5, 7, 9, random));
        Map<ComponentId, List<ImageFile>> files = Map.of(
                new ComponentId("good"), List.of(MemoryFile.of("good.edb", good), four, five),
                new ComponentId("bad"), List.of(MemoryFile.of("bad.edb", bad), four, five),
                new ComponentId("gap"), List.of(MemoryFile.of("gap.edb", good), five));
        try (Writer writer = factory.open(new Settings(Map.of("check-rate", 500L, "check-threads", 2L)), offers())) {
            Participant participant = writer.join(new OneCycle(
                    files.keySet().stream().collect(java.util.stream.Collectors.toMap(id -> id, id -> Grain.ATOMIC))));
            participant.prepare(PATIENT);
            Map<ComponentId, Verdict> verdicts = participant.validate(new Image(files), PATIENT);
            participant.close();
            assertThat(verdicts.get(new ComponentId("good"))).isInstanceOf(Verdict.Sound.class);
            assertThat(verdicts.get(new ComponentId("bad"))).isInstanceOf(Verdict.Damaged.class);
            assertThat(verdicts.get(new ComponentId("gap")))
                    .isInstanceOfSatisfying(
                            Verdict.Damaged.class,
                            damaged -> assertThat(damaged.first().get(0).reason())
                                    .contains("log generation 4 is missing"));
        }
    }

    @Test
    void anAbortEndsACheck() throws Exception {
        byte[] database = EseBuilder.Database.clean(8192).build(20, new Random(5));
        ComponentId id = new ComponentId("a");
        try (Writer writer = factory.open(Settings.empty(), offers())) {
            Participant participant = writer.join(new OneCycle(Map.of(id, Grain.ATOMIC)));
            participant.abort();
            assertThatThrownBy(() -> participant.validate(
                            new Image(Map.of(id, List.of(MemoryFile.of("a.edb", database)))), PATIENT))
                    .isInstanceOf(WriterException.class);
        }
    }

    @Test
    void aRestoreSaysHowTheDatabaseIsMounted() throws Exception {
        RestoredComponent component = new RestoredComponent(
                new ComponentId("sales"),
                List.of(FileSet.all(SourcePath.of("/D/db"))),
                Grain.ATOMIC,
                Map.of("database", "Sales"));
        RestoreRequest request = new RestoreRequest(List.of(component), SourcePath.of("/C/restored"), false);
        assertThat(factory.restorer(request, offers()).after(PATIENT).nextSteps())
                .anyMatch(step -> step.contains("/C/restored/D/db"))
                .anyMatch(step -> step.contains("eseutil /r"))
                .anyMatch(step -> step.contains("-Recovery"));
    }

    private Inventory identify(Map<String, Object> settings, BackupType type) throws WriterException {
        try (Writer writer = factory.open(new Settings(settings), offers())) {
            return writer.identify(new IdentifyRequest(type, PATIENT));
        }
    }

    private static Host offers() {
        return new Host(Optional.of(List.of(
                offer("a1-guid", "Sales/Berlin"),
                offer("b2-guid", "Sales.Berlin".replace('.', ' ')),
                offer("c4-guid", ""))));
    }

    private static NativeComponent offer(String guid, String caption) {
        Quiesce.Native component = new Quiesce.Native(ExchangeWriterFactory.VSS_WRITER, SERVER, guid);
        return new NativeComponent(component, caption, List.of(FileSet.all(SourcePath.of("/D/" + guid))));
    }

    /** A host with or without VSS writers. */
    private record Host(Optional<List<NativeComponent>> offered) implements WriterContext {
        @Override
        public String application() {
            return "mail";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public OpenFiles openFiles(List<SourcePath> roots) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
            assertThat(writer).isEqualTo(ExchangeWriterFactory.VSS_WRITER);
            return offered.isPresent() ? offered.get() : WriterContext.super.nativeComponents(writer);
        }
    }

    private record OneCycle(Map<ComponentId, Grain> grains) implements Cycle {
        @Override
        public String id() {
            return "c1";
        }

        @Override
        public BackupType type() {
            return BackupType.COPY;
        }

        @Override
        public Guard guard() {
            return action -> {
                throw new IllegalStateException("nothing is armed");
            };
        }
    }

    private record Image(Map<ComponentId, List<ImageFile>> all) implements BackupImage {
        @Override
        public Stream<ImageFile> files(ComponentId component) {
            return all.getOrDefault(component, List.of()).stream();
        }

        @Override
        public Optional<ImageFile> file(SourcePath path) {
            return Optional.empty();
        }
    }
}
