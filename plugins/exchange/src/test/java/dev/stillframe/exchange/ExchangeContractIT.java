// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.EseBuilder;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import dev.stillframe.testkit.WriterContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The packaged writer keeps the whole contract, with files as the engine writes them and a VSS writer that offers them. */
class ExchangeContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws Exception {
        return new Mailboxes(folder);
    }

    /** A database that lies still, and a log that is written to. VSS holds it, so that nothing of a hold is declared. */
    private static final class Mailboxes implements Application {
        private static final int PAGE_SIZE = 8192;
        private static final int PAGES = 60;
        private static final int SEGMENT = 4096;
        private static final int SEGMENTS_USED = 9;
        private static final long GENERATION = 5;

        private final Random random = new Random(5);
        private final Path database;
        private final Path log;
        private final byte[] logged;
        private volatile boolean mounted = true;

        Mailboxes(Path folder) throws IOException {
            Path files = Files.createDirectory(folder.resolve("sales"));
            database = files.resolve("sales.edb");
            log = files.resolve("E00.log");
            Files.write(
                    database,
                    EseBuilder.Database.dirty(PAGE_SIZE, 4, GENERATION).build(PAGES, random));
            Files.write(files.resolve("E0000000004.log"), EseBuilder.log(4, 7, SEGMENTS_USED, random));
            logged = EseBuilder.log(GENERATION, 7, SEGMENTS_USED, random);
            Files.write(log, logged);
        }

        @Override
        public Settings settings() {
            return Settings.empty();
        }

        @Override
        public List<NativeComponent> nativeComponents(UUID writer) throws WriterException {
            if (!mounted || !writer.equals(ExchangeWriterFactory.VSS_WRITER)) {
                throw new WriterException("host.no-native-writers", "there is no {" + writer + "}", Retry.HELPS, "");
            }
            Quiesce.Native component = new Quiesce.Native(writer, "Microsoft Exchange Server", "sales");
            FileSet files = FileSet.all(SourcePath.of(database.getParent().toString()));
            return List.of(new NativeComponent(component, "Sales", List.of(files)));
        }

        /** Writes the last segment of the log anew. */
        @Override
        public void work() throws IOException {
            EseBuilder.segment(logged, SEGMENTS_USED, GENERATION, random);
            byte[] segment = Arrays.copyOfRange(logged, SEGMENTS_USED * SEGMENT, (SEGMENTS_USED + 1) * SEGMENT);
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.seek((long) SEGMENTS_USED * SEGMENT);
                file.write(segment);
            }
        }

        @Override
        public Duration flushInterval() {
            return Duration.ofMillis(10);
        }

        /** One wrong bit the engine corrects, and the writer says so in a remark; a missing log is another test's matter. */
        @Override
        public Set<Damage.Kind> visible() {
            return EnumSet.of(Damage.Kind.ZEROED_SECTOR, Damage.Kind.MISPLACED_SECTOR, Damage.Kind.TRUNCATED);
        }

        /** The headers have shadows, and unused pages carry nothing. */
        @Override
        public boolean blind(Damage damage) {
            long page = damage.at() / PAGE_SIZE;
            boolean ours = damage.file().toString().equals(database.toString());
            boolean cutBetweenPages = damage.kind() == Damage.Kind.TRUNCATED && damage.at() % PAGE_SIZE == 0;
            return !ours || page < 2 || page % 7 == 0 || cutBetweenPages;
        }

        @Override
        public void stop() {
            mounted = false;
        }
    }
}
